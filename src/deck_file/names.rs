//! What people and other programs call the parts of a card, in common languages: asked for the columns of a table, and for a
//! field that a deck file does not know.

use crate::study::text::on_one_line;

/// The names of each part, in one lower-case spelling each.
#[rustfmt::skip]
const NAMES: [(&str, &[&str]); 12] = [
    ("front", &[
        "front", "front side", "question", "question text", "q", "term", "prompt", "text", "word", "sentence", "expression", "vocabulary", "stem",
        "frage", "fragetext", "vorderseite", "begriff", "wort", "vokabel", "stichwort", "ausdruck", "satz", "aufgabe",
        "recto", "terme", "mot", "énoncé", "phrase",
        "pregunta", "anverso", "término", "termino", "palabra", "frente", "enunciado",
        "domanda", "fronte", "termine", "parola", "vocabolo", "frase",
        "pergunta", "termo", "palavra", "questão",
        "vraag", "voorkant", "voorzijde", "begrip", "woord",
        "pytanie", "przód", "pojęcie", "słowo", "termin", "otázka", "pojem", "slovo",
        "fråga", "framsida", "ord", "begrepp", "spørgsmål", "spørsmål", "forside", "begrep", "kysymys", "sana",
        "kérdés", "szó", "fogalom", "întrebare", "soru", "kelime", "terim",
        "вопрос", "слово", "термин", "питання", "запитання", "ερώτηση", "λέξη",
        "问题", "問題", "正面", "单词", "單詞", "词语", "术语", "質問", "表", "表面", "単語", "用語", "질문", "앞면", "단어", "문제",
        "سؤال", "السؤال", "שאלה", "प्रश्न", "câu hỏi", "pertanyaan",
        "ön yüz", "awers", "pitanje", "въпрос", "питање", "vprašanje", "küsimus", "klausimas", "jautājums", "pojam", "riječ", "дума", "题目", "題目",
        "enunciato", "intrebare", "otazka", "سوال", "คำถาม", "termen",
    ]),
    ("back", &[
        "back", "back side", "answer", "answers", "answer text", "a", "response", "definition", "meaning", "translation", "solution",
        "correct", "correct answer", "correct answers", "correct option", "right answer", "answer key",
        "antwort", "antworten", "rückseite", "bedeutung", "übersetzung", "lösung", "richtige antwort", "richtig",
        "réponse", "verso", "définition", "signification", "traduction", "bonne réponse",
        "respuesta", "reverso", "definición", "definicion", "significado", "traducción", "dorso", "solución", "respuesta correcta",
        "risposta", "retro", "definizione", "significato", "traduzione", "soluzione", "risposta corretta",
        "resposta", "definição", "tradução", "solução", "resposta correta",
        "antwoord", "achterkant", "achterzijde", "definitie", "betekenis", "vertaling", "juiste antwoord",
        "odpowiedź", "tył", "definicja", "znaczenie", "tłumaczenie", "poprawna odpowiedź", "odpověď", "význam", "překlad", "řešení",
        "svar", "baksida", "bakside", "bagside", "betydelse", "betydning", "översättning", "oversættelse", "oversettelse",
        "definisjon", "vastaus", "määritelmä", "merkitys", "käännös", "válasz", "jelentés", "fordítás", "răspuns", "definiție", "traducere",
        "cevap", "yanıt", "tanım", "anlam", "çeviri",
        "ответ", "перевод", "определение", "значение", "правильный ответ", "відповідь", "переклад", "значення", "απάντηση", "ορισμός",
        "答案", "背面", "反面", "释义", "定义", "定義", "翻译", "意思", "意味", "回答", "解答", "答え", "裏", "裏面", "訳", "정답", "답", "뒷면", "뜻", "의미",
        "جواب", "الجواب", "إجابة", "תשובה", "उत्तर", "câu trả lời", "đáp án", "nghĩa", "jawaban", "arti",
        "arka yüz", "rewers", "odgovor", "отговор", "одговор", "vastus", "atsakymas", "atbilde", "odpoveď", "odpoved", "trả lời", "الإجابة", "پاسخ", "คำตอบ",
        "raspuns", "definícia", "definice", "definicija", "značenje", "prijevod", "rätt svar", "riktig svar", "rigtigt svar",
        "správná odpověď", "správna odpoveď", "helyes válasz", "răspuns corect", "doğru cevap", "doğru yanıt", "doğru şık", "točan odgovor",
        "правильна відповідь", "верен отговор", "σωστή απάντηση", "oikea vastaus", "đáp án đúng", "الإجابة الصحيحة", "jawaban benar", "gabarito",
    ]),
    ("wrong", &[
        "wrong", "wrong answer", "wrong answers", "incorrect", "incorrect answer", "incorrect answers", "distractor", "distractors", "false answer",
        "falsche antwort", "falsch", "mauvaise réponse", "respuesta incorrecta", "risposta sbagliata", "resposta incorreta", "fout antwoord", "zła odpowiedź", "yanlış cevap", "fel svar", "špatná odpověď", "неправильный ответ",
    ]),
    ("tags", &[
        "tags", "tag", "labels", "label", "keywords", "schlagworte", "schlagwörter", "étiquettes", "mots-clés", "etiquetas", "etichette", "etiketter", "etiketten", "štítky", "címkék", "etiketler", "мітки", "tagi", "теги", "метки", "标签", "タグ", "태그",
    ]),
    ("deck", &[
        "deck", "concept", "chapter", "category", "topic", "section", "unit", "lesson", "module", "subject",
        "stapel", "kapitel", "thema", "kategorie", "lektion", "paquet", "chapitre", "catégorie", "sujet", "thème", "leçon",
        "mazo", "capítulo", "categoría", "tema", "lección", "mazzo", "capitolo", "categoria", "lezione", "baralho", "lição",
        "hoofdstuk", "categorie", "onderwerp", "rozdział", "kategoria", "temat", "колода", "глава", "категория", "тема", "раздел", "章节", "分类", "主题", "章",
    ]),
    ("why", &[
        "why", "explanation", "answer explanation", "extra", "back extra", "note", "notes", "comment", "comments", "remark", "remarks", "example", "examples", "feedback", "rationale", "reason",
        "erklärung", "begründung", "anmerkung", "bemerkung", "kommentar", "beispiel", "notiz", "explication", "remarque", "exemple", "commentaire",
        "explicación", "explicacion", "nota", "notas", "ejemplo", "comentario", "spiegazione", "esempio", "commento", "explicação", "exemplo", "comentário",
        "uitleg", "toelichting", "voorbeeld", "opmerking", "wyjaśnienie", "przykład", "uwagi", "пояснение", "объяснение", "пример", "примечание", "förklaring", "forklaring", "exempel", "eksempel", "selitys", "esimerkki", "vysvětlení", "poznámka", "magyarázat", "explicație", "açıklama",
        "örnek", "пояснення", "приклад", "εξήγηση", "설명", "예문", "giải thích", "ghi chú", "解释", "说明", "例句", "备注", "説明", "解説", "例文", "メモ",
    ]),
    ("hint", &["hint", "hints", "clue", "hinweis", "tipp", "tip", "indice", "pista", "dica", "aanwijzing", "wskazówka", "podpowiedź", "nápověda", "ledtråd", "ledetråd", "vihje", "ipucu", "подсказка", "підказка", "suggerimento", "힌트", "gợi ý", "提示", "ヒント"]),
    ("source", &["source", "reference", "references", "quelle", "fuente", "fonte", "bron", "źródło", "источник", "référence", "referencia", "来源", "出典"]),
    ("id", &["id", "key", "card id"]),
    ("guid", &["guid"]),
    ("notetype", &["notetype", "note type", "type", "kind", "model", "question type"]),
    ("reversed", &["reversed", "reverse", "both ways", "add reverse"]),
];

/// The part of a card that is called so; the name is [`folded`].
pub fn part(name: &str) -> Option<&'static str> {
    let of = |name: &str| {
        let spaced = |known: &&str| known.replace('-', " ") == name;
        let found = NAMES.iter().find(|(_, names)| names.iter().any(spaced));
        found.map(|(part, _)| *part)
    };
    // `rueckseite`, as it is typed where the keyboard has no umlauts.
    let umlauts = || {
        name.replace("ae", "ä")
            .replace("oe", "ö")
            .replace("ue", "ü")
    };
    of(name).or_else(|| of(&umlauts()))
}

/// A name in lower case, without punctuation around it, and with a blank for `_`. `optionA` is two words.
pub fn folded(cell: &str) -> String {
    let cell = cell.trim_matches(|c: char| !c.is_alphanumeric());
    let mut parted = String::with_capacity(cell.len() + 4);
    let mut is_small = false;
    for c in cell.chars() {
        if is_small && c.is_uppercase() {
            parted.push(' ');
        }
        is_small = c.is_lowercase();
        parted.push(c);
    }
    let cell = parted.to_lowercase();
    // `correct answer(s)`
    let cell = cell.replace("(s", "s").replace(['_', '-'], " ");
    on_one_line(&cell)
}
