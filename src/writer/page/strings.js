// All words of the interface, in Chinese and English.
const STRINGS = {
  zh: {
    otherLanguage: "English",
    otherLanguageCode: "en",
    titlesAndMore: "{0} 等 {1} 份",
    skipToMain: "跳到正文",
    skipToTable: "跳到记录表",
    skipToText: "跳到原文",
    close: "关闭",
    detail: "详情",
    searchPlain: "查找",
    countShown: "{0} / {1} 条",
    labels: {},
  },
  en: {
    otherLanguage: "中文",
    otherLanguageCode: "zh",
    titlesAndMore: "{0} and {1} more",
    skipToMain: "Skip to content",
    skipToTable: "Skip to the records",
    skipToText: "Skip to the text",
    close: "Close",
    detail: "Detail",
    searchPlain: "Search",
    countShown: "{0} of {1}",
    labels: {
      qualifier: { ge: "at least", le: "at most", approx: "about" },
      source_basis: {
        clause: "named in the clause",
        sentence: "named in the sentence",
        paragraph: "named by a note of the paragraph",
        document: "not named; the document's publisher or title",
      },
    },
  },
};

const LANGUAGE_KEY = "dcx:language";
let chosenLanguage = recall(LANGUAGE_KEY);

function language() {
  if (chosenLanguage in STRINGS) return chosenLanguage;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

function setLanguage(code) {
  chosenLanguage = code;
  remember(LANGUAGE_KEY, code);
  renderPage();
}

function t(key, ...args) {
  const text = STRINGS[language()][key] ?? key;
  return text.replace(/\{(\d)\}/g, (_, i) => args[i] ?? "");
}

function labelOf(group, code) {
  if (!code) return "";
  if (language() === "zh") return data.labels[group]?.[code] ?? code;
  return STRINGS.en.labels[group]?.[code] ?? code.replace(/[-_]/g, " ");
}

function columnLabel(schema, name) {
  const column = data.columns[schema]?.find((candidate) => candidate.name === name);
  return language() === "zh" && column?.zh ? column.zh : name.replaceAll("_", " ");
}
