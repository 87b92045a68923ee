# Puts swot into %LOCALAPPDATA%\Programs\swot and on the user's path, after its checksum was compared. @DOWNLOADS@ and @VERSION@
# are filled in at release.
$ErrorActionPreference = 'Stop'
# Drawn, the progress takes longer than the download.
$ProgressPreference = 'SilentlyContinue'
$from = '@DOWNLOADS@'
$name = 'swot-@VERSION@-x86_64-pc-windows-msvc'
$into = Join-Path $env:LOCALAPPDATA 'Programs\swot'
$work = (New-Item -ItemType Directory (Join-Path $env:TEMP ([guid]::NewGuid()))).FullName
try {
    $zip = Join-Path $work "$name.zip"
    Invoke-WebRequest "$from/$name.zip" -OutFile $zip -UseBasicParsing
    Invoke-WebRequest "$from/$name.zip.sha256" -OutFile "$zip.sha256" -UseBasicParsing
    $promised = (Get-Content -LiteralPath "$zip.sha256").Split(' ')[0]
    if ((Get-FileHash -LiteralPath $zip -Algorithm SHA256).Hash -ne $promised) { throw "$name.zip is not what was released: nothing was installed" }
    Expand-Archive -LiteralPath $zip -DestinationPath $work
    New-Item -ItemType Directory -Force $into | Out-Null
    # Beside its place first: on a full disk the present swot stays.
    Copy-Item -LiteralPath (Join-Path $work "$name\swot.exe") -Destination (Join-Path $into 'swot.new') -Force
    Move-Item -LiteralPath (Join-Path $into 'swot.new') -Destination (Join-Path $into 'swot.exe') -Force
} finally { Remove-Item -Recurse -Force -LiteralPath $work }
# As it is written, so that what it says of %VARIABLES% is kept.
$path = (Get-Item HKCU:\Environment).GetValue('Path', '', 'DoNotExpandEnvironmentNames')
if (($path -split ';') -notcontains $into) {
    $parts = @($path -split ';' | Where-Object { $_ }) + $into
    Set-ItemProperty HKCU:\Environment -Name Path -Value ($parts -join ';') -Type ExpandString
    # Taking away a variable that is not there tells the running programs that the path is another one.
    [Environment]::SetEnvironmentVariable('SWOT_INSTALLED', [NullString]::Value, 'User')
}
Write-Output "swot @VERSION@ is in $into; open a new terminal and type swot"
