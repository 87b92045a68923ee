# Puts swot into %LOCALAPPDATA%\Programs\swot and on the user's path, after its checksum was compared. @DOWNLOADS@ and @VERSION@
# are filled in at release.
$ErrorActionPreference = 'Stop'
$from = '@DOWNLOADS@'
$name = 'swot-@VERSION@-x86_64-pc-windows-msvc'
$into = Join-Path $env:LOCALAPPDATA 'Programs\swot'
$work = New-Item -ItemType Directory (Join-Path $env:TEMP ([guid]::NewGuid()))
try {
    $zip = Join-Path $work "$name.zip"
    Invoke-WebRequest "$from/$name.zip" -OutFile $zip
    Invoke-WebRequest "$from/$name.zip.sha256" -OutFile "$zip.sha256"
    $promised = (Get-Content "$zip.sha256").Split(' ')[0]
    if ((Get-FileHash $zip -Algorithm SHA256).Hash -ne $promised) { throw "$name.zip is not what was released: nothing was installed" }
    Expand-Archive $zip $work
    New-Item -ItemType Directory -Force $into | Out-Null
    Copy-Item (Join-Path $work "$name\swot.exe") $into -Force
} finally { Remove-Item -Recurse -Force $work }
$path = [Environment]::GetEnvironmentVariable('Path', 'User')
if ($path -notlike "*$into*") { [Environment]::SetEnvironmentVariable('Path', "$path;$into", 'User') }
Write-Output "swot @VERSION@ is in $into; open a new terminal and type swot"
