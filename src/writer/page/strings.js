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
    // header
    help: "帮助",
    progress: "审阅进度",
    progressCount: "已审 {0} / {1}",
    reviewer: "审阅人",
    save: "保存更正",
    saveUnsaved: "保存更正 •",
    savedAs: "已下载 {0}",
    staleCount: "失效更正 {0}",
    stale: "失效的更正",
    staleHelp: "这些更正不再对应文档中的任何数字，保存时原样保留。",
    restored: "已恢复此浏览器中保留的 {0} 处更改（{1}）。",
    keep: "保留",
    discard: "放弃",
    // filters
    search: "查找指标、来源、句子、数值",
    filters: "筛选",
    clearAll: "清除",
    empty: "（空）",
    state: "状态",
    unreviewed: "未审",
    reviewed: "已审",
    corrected: "已更正",
    rejected: "已剔除",
    added: "已补充",
    commented: "有批注",
    // panes
    panes: "版面",
    pane_text: "原文",
    pane_records: "记录",
    pane_detail: "详情",
    legend: "图例",
    showPassed: "日期与名称",
    addFromSelection: "＋ 补充",
    addFromSelectionHelp: "在原文中选中一个数字，为它补充一条记录（a）",
    unboundCount: "未识别 {0}",
    asideCount: "搁置 {0}",
    unbound: "未识别",
    aside: "搁置",
    reason_unbound: "没有规则认出这个数量说的是什么。",
    reason_date: "日期，不是统计数字。",
    reason_name: "名称中的数字，不是统计数字。",
    reason_aside: "有规则认为它本身不是统计数字：{0}",
    // detail
    detailHint: "在原文或表中选择一个数字，这里显示它的全部内容。按 ? 看快捷键。",
    tick: "✓ 无误",
    untick: "取消已审",
    correct: "更正",
    reject: "剔除",
    takeBack: "撤销剔除",
    comment: "批注",
    revert: "还原",
    showInText: "看原文",
    addRecord: "补充记录",
    basis: "依据：{0}",
    was: "原为 {0}",
    place: "位置",
    onPage: "第 {0} 页",
    onLine: "第 {0} 行",
    atColumn: "第 {0} 字",
    comma: "，",
    copyLink: "复制链接",
    copied: "链接已复制",
    copyByHand: "链接已选中，请手动复制",
    rule_level: "句中直接给出水平值",
    rule_growth: "句中给出增长或下降的幅度",
    rule_change: "句中给出增减的数量",
    rule_share: "句中给出占整体的比例",
    rule_multiple: "句中给出倍数",
    rule_rank: "句中给出位次",
    rule_pair: "从一个值到另一个值的成对数字",
    rule_list: "并列的名称各对应一个数字",
    rule_each: "并列的数字各带自己的名称",
    rule_table: "表格单元格，名称取自行头和列头",
    // forms
    correctTitle: "更正记录",
    addTitle: "补充记录",
    apply: "确定",
    cancel: "取消",
    digitsOnly: "只填数字，如 16.5 或 -3",
    nothingToAdd: "请先在原文中选中一个数字，或选择一个未识别、搁置的数量。",
    // help
    keyStep: "下一条、上一条记录",
    keyMissed: "下一个、上一个没有记录的数量",
    keyTick: "标为已审，或取消",
    keyCorrect: "更正",
    keyReject: "剔除，或撤销剔除",
    keyAdd: "为选中的数量或文字补充记录",
    keyComment: "批注",
    keySearch: "查找",
    keySave: "保存更正",
    keyHelp: "本说明",
    keyEscape: "取消、离开",
    helpMarks: "底线的样式表示类型：实线水平，波浪线增长，虚线增减，点线占比，双线倍数，粗线排名。◎ 是目标，◇ 是预测。",
    helpSave:
      "更改先保留在此浏览器中。“保存更正”下载 corrections.jsonl，其中也含页面带来的更正；用 --corrections 交给 dcx。",
    labels: {
      reason: {
        "skip.per": "“每”之后的数量是单位",
        "skip.age": "年龄，说的是哪些人",
        "skip.list-counter": "只是引出列举的个数",
        "skip.grade": "等级的名称",
        "skip.clock": "时刻",
        "skip.threshold": "统计范围的界限",
        "skip.rank": "只说明是哪几个的位次",
        "skip.duration": "时间的长度",
      },
    },
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
    // header
    help: "Help",
    progress: "Progress of the review",
    progressCount: "{0} of {1} reviewed",
    reviewer: "Reviewer",
    save: "Save corrections",
    saveUnsaved: "Save corrections •",
    savedAs: "Downloaded {0}",
    staleCount: "{0} stale",
    stale: "Stale corrections",
    staleHelp: "These corrections fit no quantity of the documents any more. They are saved unchanged.",
    restored: "Restored {0} changes kept in this browser ({1}).",
    keep: "Keep",
    discard: "Discard",
    // filters
    search: "Search metric, source, sentence, value",
    filters: "Filters",
    clearAll: "Clear",
    empty: "(empty)",
    state: "state",
    unreviewed: "not reviewed",
    reviewed: "reviewed",
    corrected: "corrected",
    rejected: "rejected",
    added: "added",
    commented: "commented",
    // panes
    panes: "Panes",
    pane_text: "Text",
    pane_records: "Records",
    pane_detail: "Detail",
    legend: "Legend",
    showPassed: "dates and names",
    addFromSelection: "＋ Add",
    addFromSelectionHelp: "Select a figure in the text and add a record for it (a)",
    unboundCount: "unbound {0}",
    asideCount: "set aside {0}",
    unbound: "unbound",
    aside: "set aside",
    reason_unbound: "No rule knew what this quantity measures.",
    reason_date: "A date, no figure.",
    reason_name: "A number in a name, no figure.",
    reason_aside: "A rule says that it is no figure of its own: {0}",
    // detail
    detailHint: "Choose a figure in the text or the table to see all of it here. Press ? for the keys.",
    tick: "✓ Right",
    untick: "Not reviewed",
    correct: "Correct",
    reject: "Reject",
    takeBack: "Take back rejection",
    comment: "Comment",
    revert: "Undo changes",
    showInText: "Show in text",
    addRecord: "Add record",
    basis: "named by {0}",
    was: "was {0}",
    place: "place",
    onPage: "page {0}",
    onLine: "line {0}",
    atColumn: "column {0}",
    comma: ", ",
    copyLink: "Copy link",
    copied: "Link copied",
    copyByHand: "The link is selected; copy it by hand",
    rule_level: "The clause states a level",
    rule_growth: "The clause states a rate of growth or fall",
    rule_change: "The clause states by how much it changed",
    rule_share: "The clause states a share of a whole",
    rule_multiple: "The clause states a multiple",
    rule_rank: "The clause states a rank",
    rule_pair: "A pair: from one value to another",
    rule_list: "A list: one figure for each name",
    rule_each: "A list: each figure with its own name",
    rule_table: "A cell of a table, named by the heads of its row and column",
    // forms
    correctTitle: "Correct the record",
    addTitle: "Add a record",
    apply: "Apply",
    cancel: "Cancel",
    digitsOnly: "Digits only, such as 16.5 or -3",
    nothingToAdd: "First select a figure in the text, or choose a quantity that is unbound or set aside.",
    // help
    keyStep: "next, previous record",
    keyMissed: "next, previous quantity without a record",
    keyTick: "tick as reviewed, or untick",
    keyCorrect: "correct",
    keyReject: "reject, or take back",
    keyAdd: "add a record for the chosen quantity or the selected text",
    keyComment: "comment",
    keySearch: "search",
    keySave: "save corrections",
    keyHelp: "this help",
    keyEscape: "cancel, leave",
    helpMarks:
      "The underline tells the kind: solid level, wavy growth, dashed change, dotted share, double multiple, thick rank. ◎ is a target, ◇ a forecast.",
    helpSave:
      "Changes are kept in this browser first. “Save corrections” downloads corrections.jsonl, which also holds the corrections that came with the page; give it to dcx with --corrections.",
    labels: {
      reason: {
        "skip.per": "a unit behind “every”",
        "skip.age": "an age that says who is meant",
        "skip.list-counter": "a counter that only announces a list",
        "skip.grade": "the name of a grade",
        "skip.clock": "a time of the day",
        "skip.threshold": "a limit of what is counted",
        "skip.rank": "a rank that only says which ones are meant",
        "skip.duration": "a length of time",
      },
      qualifier: { ge: "at least", le: "at most", approx: "about" },
      source_basis: {
        clause: "the clause itself",
        sentence: "the sentence",
        paragraph: "a note of the paragraph",
        document: "the document as a whole",
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

// The data brings Chinese labels; its codes are readable English, or ids of rules.
function labelOf(group, code) {
  if (!code) return "";
  const own = STRINGS[language()].labels[group]?.[code];
  if (language() === "zh") return data.labels[group]?.[code] ?? own ?? code;
  return own ?? (code.includes(".") ? code : code.replace(/[-_]/g, " "));
}

// The data explains its columns in English only.
function columnHelp(column) {
  return language() === "zh" ? null : column?.help;
}

function columnLabel(schema, name) {
  const column = data.columns[schema]?.find((candidate) => candidate.name === name);
  return language() === "zh" && column?.zh ? column.zh : name.replaceAll("_", " ");
}
