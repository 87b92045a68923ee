//! Words by which totals and what stands around them are known, in the languages of exports: parted by `;`.

/// A total of all rows.
pub const TOTALS: &str = "total; totals; grand total; grand totals; overall; overall total; total general; total général; sum; sums; all; \
    summe; summen; gesamt; gesamtsumme; gesamtergebnis; gesamtbetrag; ergebnis; endsumme; insgesamt; totale; \
    totale complessivo; totale generale; totaal; eindtotaal; algemeen totaal; totales; suma; suma total; \
    total geral; soma; somme; ensemble; ogółem; razem; suma końcowa; łącznie; podsumowanie; totaux; gesamtumsatz; \
    t o t a l; 总和; celkem; celkový součet; součet; spolu; összesen; végösszeg; yhteensä; loppusumma; summa; \
    totalsumma; totalt; i alt; hovedtotal; sammenlagt; toplam; genel toplam; итого; всего; общий итог; итог; разом; \
    общо; ukupno; skupaj; kokku; kopā; iš viso; σύνολο; συνολο; γενικό σύνολο; 合計; 総計; 合计; 总计; 總計; 합계; 총합계; tổng; \
    tổng cộng; รวม; الإجمالي; المجموع; סהכ; סך הכל; jumlah; total umum; कुल; Σ; ∑; сумма; общая сумма; всього; \
    усього; сума; загалом; збир; вкупно; samtals; alls; somma; sommatoria; tot; összeg; mindösszesen; viso; \
    bendra suma; pavisam; totali; celkovo; сукупно; totalsumme; 총계; รวมทั้งสิ้น; endbetrag; summary total; itogo; \
    vsego";
/// A subtotal, or a sum that is carried to the next page.
pub const SUBTOTALS: &str = "subtotal; subtotals; sub total; sous total; zwischensumme; teilsumme; teilergebnis; subtotale; subtotaal; \
    subtotales; delsumma; delsum; mezisoučet; medzisúčet; suma częściowa; podsuma; ara toplam; részösszeg; \
    välisumma; промежуточный итог; подытог; 小計; 小计; 소계; übertrag; carried forward; brought forward; carry forward; \
    c f; b f; à reporter; report à nouveau; riporto; a riportare; suma y sigue; suma anterior; do przeniesienia; \
    z przeniesienia";
/// A total if its numbers are sums: elsewhere these words may be the name of something.
pub const PARTLY: &str = "report; reports; net; netto; nett; gross; brutto; balance; saldo; result; resultado; résultat; cumulative; \
    kumuliert; combined; aggregate";
/// A count, an average, a maximum.
pub const STATISTICS: &str = "average; avg; mean; mittelwert; durchschnitt; moyenne; media; promedio; gemiddelde; średnia; medel; genomsnitt; \
    gennemsnit; průměr; média; 平均; среднее; count; number of customers; number of items; number of rows; customers; \
    items; rows; anzahl; nombre; número; numero; aantal; antal; antall; liczba; počet; количество; 件数; max; maximum; \
    min; minimum; median; médiane; mediana; std; std dev; standard deviation; standardabweichung; variance; varianz; \
    stdev; stddev; std deviation; st dev; sd; écart type; desviación estándar; deviazione standard; desvio padrão; \
    standaardafwijking; odchylenie standardowe; стандартное отклонение; ø; mittel; schnitt; średnio; gjennomsnitt; \
    keskiarvo; átlag; ortalama; среднее значение; максимум; минимум; медиана";
/// What stands below a total and is no row of the table: taxes, comparisons, parts of the total.
pub const BELOW: &str = "vat; tax; taxes; sales tax; gst; hst; mwst; zzgl mwst; ust; zzgl ust; mehrwertsteuer; umsatzsteuer; tva; iva; \
    btw; moms; mva; dph; áfa; kdv; ндс; пдв; shipping; freight; versand; versandkosten; fracht; discount; rabatt; \
    skonto; remise; descuento; rounding; rundung; arrondi; budget; plan; target; ziel; soll; objectif; objetivo; \
    forecast; prognose; growth; wachstum; croissance; crecimiento; change; veränderung; difference; differenz; \
    abweichung; écart; diferencia; prior year; previous year; last year; vorjahr; année précédente; año anterior";
/// Words that begin the name of a part of a total, as in `of which export`.
pub const PARTS: &str =
    "of which; thereof; including; davon; darunter; dont; di cui; waarvan; w tym; в том числе";
