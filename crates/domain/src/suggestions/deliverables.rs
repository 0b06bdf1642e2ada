//! What will exist: a verb and a thing in one breath, 印发…办法 or 搭建…平台, and numbers with their unit.

use super::words::{Words, length};
use super::{DeliverableHint, DeliverableType};

use DeliverableType::{
    Construction, Document, Event, Figure, Fund, Institution, List, Platform, Project, Recognition, Report,
};

/// Verbs, the things they bring about, and what kind of thing that is.
struct Rule {
    kind: DeliverableType,
    verbs: &'static [&'static str],
    things: &'static [&'static str],
    /// What is said behind the thing to make a deliverable of it.
    wording: &'static str,
}

/// The longest stretch of words between the verb and the end of the thing.
const REACH: usize = 48;
/// Most hints for one sentence; more help nobody.
const MOST: usize = 12;

const RULES: [Rule; 9] = [
    Rule {
        kind: Document,
        verbs: &[
            "印发", "出台", "制定", "编制", "修订", "起草", "建立", "健全", "完善", "优化", "创新", "探索", "构建",
            "实施", "形成",
        ],
        things: &[
            "办法",
            "方案",
            "细则",
            "规定",
            "意见",
            "规划",
            "行动计划",
            "条例",
            "指引",
            "指南",
            "制度",
            "机制",
            "规则",
            "标准体系",
            "政策措施",
            "若干措施",
            "政策",
        ],
        wording: "印发文件",
    },
    Rule {
        kind: Institution,
        verbs: &["成立", "组建", "设立", "筹建", "新建", "建立", "共建", "建设", "打造", "培育", "布局"],
        things: &[
            "研究院",
            "研究所",
            "实验室",
            "研究中心",
            "创新中心",
            "中心",
            "联盟",
            "联合体",
            "学院",
            "机构",
            "领导小组",
            "专班",
            "协会",
            "委员会",
            "工作站",
            "集团",
            "组织",
            "智库",
        ],
        wording: "成立文件",
    },
    Rule {
        kind: Platform,
        verbs: &["建设", "搭建", "打造", "上线", "建立", "开发", "建成", "完善", "布局", "构建", "设立"],
        things: &["平台", "信息系统", "服务系统", "网站", "数据库", "信息库", "门户", "服务网络", "小程序"],
        wording: "上线运行",
    },
    Rule {
        kind: List,
        verbs: &["发布", "编制", "制定", "建立", "形成", "梳理", "遴选", "公布", "完善", "推出", "探索"],
        things: &["负面清单", "清单", "名单", "目录", "名录", "台账", "培育库", "储备库", "项目库", "资源库"],
        wording: "",
    },
    Rule {
        kind: Project,
        verbs: &["实施", "开展", "组织", "承担", "部署", "推进", "牵头", "支持", "加快"],
        things: &["项目", "攻关", "专项", "工程", "专项行动", "示范应用", "试点示范", "研发"],
        wording: "立项与验收材料",
    },
    Rule {
        kind: Construction,
        verbs: &["建设", "建成", "改造", "新建", "打造", "推进", "规划建设", "布局"],
        things: &[
            "园区",
            "产业园",
            "科技园",
            "基地",
            "社区",
            "设施",
            "厂房",
            "装置",
            "保障性租赁住房",
            "试验区",
            "示范区",
            "综保区",
            "载体",
        ],
        wording: "建成投用",
    },
    Rule {
        kind: Event,
        verbs: &["举办", "召开", "承办", "组织", "开展", "办好"],
        things: &["论坛", "大会", "会议", "活动", "展会", "大赛", "赛事", "对接会", "培训", "路演", "博览会", "年会"],
        wording: "活动材料",
    },
    Rule {
        kind: Fund,
        verbs: &["设立", "安排", "投入", "拨付", "兑现", "给予", "发放", "发起", "组建", "加大"],
        things: &["基金", "资金", "补贴", "奖励", "贴息", "经费", "投入"],
        wording: "到位凭证",
    },
    Rule {
        kind: Report,
        verbs: &["开展", "编制", "发布", "形成", "提交", "加强", "强化", "组织"],
        things: &["报告", "评估", "白皮书", "蓝皮书", "年报", "统计", "监测", "绩效评价"],
        wording: "报告",
    },
];

/// Acts that are proved by a decision of somebody else.
const RECOGNITIONS: [&str; 9] = ["认定", "授牌", "挂牌", "获批", "批复", "认证", "备案", "评定", "注册登记"];

/// Everything the sentence wants to exist, in the order of its words.
pub(super) fn find(words: &Words) -> Vec<DeliverableHint> {
    let mut found = Vec::new();
    let mut start = 0;
    while start < words.plain().len() {
        let end = phrase_end(words, start);
        for rule in &RULES {
            things(words, rule, (start, end), &mut found);
        }
        recognitions(words, (start, end), &mut found);
        start = end + 1;
    }
    figures(words, &mut found);
    let mut kept: Vec<DeliverableHint> = Vec::new();
    found.sort_by_key(|hint| (hint.quote.start, std::cmp::Reverse(hint.quote.end), hint.kind));
    for hint in found {
        let covers = |other: &DeliverableHint| {
            let inside = other.quote.start <= hint.quote.start && hint.quote.end <= other.quote.end;
            inside && (other.kind == hint.kind || other.quote.end == hint.quote.end)
        };
        if !kept.iter().any(covers) {
            kept.push(hint);
        }
    }
    kept.truncate(MOST);
    kept
}

/// Where the breath ends that begins here.
fn phrase_end(words: &Words, start: usize) -> usize {
    let stops = |at: &usize| words.at(*at).is_none_or(|c| matches!(c, ',' | '。' | ';' | ':' | '!' | '?' | '\n'));
    (start..=words.plain().len()).find(stops).unwrap_or(start)
}

/// The things that one rule finds behind its verbs.
fn things(words: &Words, rule: &Rule, (start, end): (usize, usize), found: &mut Vec<DeliverableHint>) {
    let mut at = start;
    while at < end {
        let Some(verb) = words.one_of(at, rule.verbs) else {
            at += 1;
            continue;
        };
        let mut object = at + length(verb);
        // 建立健全…机制: two verbs in a row are one.
        while let Some(second) = words.one_of(object, rule.verbs) {
            object += length(second);
        }
        behind(words, rule, (at, object, end.min(object + REACH)), found);
        at = object;
    }
}

/// Each thing between verb and end: 建设甲平台、乙平台 are two.
fn behind(words: &Words, rule: &Rule, (verb, object, end): (usize, usize, usize), found: &mut Vec<DeliverableHint>) {
    let (mut from, mut quoted) = (object, verb);
    let mut at = object;
    while at < end {
        // 办法 stands in 管理办法 too: the longest thing that ends here counts, wherever it begins.
        let thing = rule.things.iter().filter(|thing| words.has(at, thing)).max_by_key(|thing| length(thing));
        if let Some(thing) = thing {
            let after = at + length(thing);
            if after <= end && is_whole(words, after, end) {
                found.extend(hint(words, rule, (quoted, from, after)));
                (from, quoted) = (after, after);
            }
            at = after;
            continue;
        }
        if words.at(at) == Some('、') {
            (from, quoted) = (at + 1, at + 1);
        }
        at += 1;
    }
}

/// A thing ends here unless it only describes another: 平台型企业, 机制化, 中心城区.
fn is_whole(words: &Words, at: usize, end: usize) -> bool {
    const GOES_ON: [&str; 20] = [
        "建设", "运行", "上线", "挂牌", "印发", "发布", "落地", "成立", "投用", "建成", "和", "及", "与", "并", "以及",
        "等", "试点", "制定", "实施", "体系",
    ];
    at >= end
        || words.at(at).is_some_and(|c| matches!(c, '、' | ')' | '》' | '"' | '”' | '(' | ' '))
        || words.one_of(at, &GOES_ON).is_some()
}

fn hint(words: &Words, rule: &Rule, (quoted, from, end): (usize, usize, usize)) -> Option<DeliverableHint> {
    let from = trimmed(words, from, end);
    let quote =
        words.quote(if quoted < from && words.one_of(quoted, rule.verbs).is_some() { quoted } else { from }, end)?;
    let object = words.quote(from, end)?.words;
    let names_itself = object.ends_with(rule.wording) || object.ends_with(['书', '报']);
    let wording = if names_itself { object } else { object + rule.wording };
    Some(DeliverableHint { kind: rule.kind, evidence: rule.kind.evidence().to_vec(), quote, wording: Some(wording) })
}

/// Without the small words in front of a thing.
fn trimmed(words: &Words, mut start: usize, end: usize) -> usize {
    const SMALL: [&str; 14] =
        ["一系列", "一批", "一套", "若干", "以及", "推动", "推进", "和", "及", "与", "并", "了", "、", "等"];
    while let Some(small) = words.one_of(start, &SMALL).filter(|small| start + length(small) < end) {
        start += length(small);
    }
    start
}

fn recognitions(words: &Words, (start, end): (usize, usize), found: &mut Vec<DeliverableHint>) {
    for at in start..end {
        let Some(act) = words.one_of(at, &RECOGNITIONS) else { continue };
        found.extend(words.quote(at, at + length(act)).map(|quote| DeliverableHint {
            kind: Recognition,
            evidence: Recognition.evidence().to_vec(),
            quote,
            wording: None,
        }));
    }
}

const UNITS: [&str; 28] = [
    "百分点",
    "平方公里",
    "万平方米",
    "平方米",
    "公里",
    "亿元",
    "万元",
    "亿",
    "万",
    "家",
    "个",
    "项",
    "件",
    "名",
    "人",
    "所",
    "支",
    "种",
    "座",
    "场",
    "次",
    "台",
    "套",
    "只",
    "款",
    "条",
    "%",
    "‰",
];
const MEASURES: [&str; 18] = [
    "不少于",
    "不低于",
    "不超过",
    "达到",
    "提高到",
    "提升至",
    "提升到",
    "增长",
    "增加",
    "突破",
    "超过",
    "新增",
    "累计",
    "引进",
    "培育",
    "建成",
    "形成",
    "降至",
];

/// Numbers with a unit, from the verb that wants them: 超过50家.
fn figures(words: &Words, found: &mut Vec<DeliverableHint>) {
    let is_digit = |at: usize| words.at(at).is_some_and(|c| c.is_ascii_digit());
    let mut at = 0;
    while at < words.plain().len() {
        if !is_digit(at) {
            at += 1;
            continue;
        }
        let first = at;
        while is_digit(at) || words.at(at) == Some('.') && is_digit(at + 1) {
            at += 1;
        }
        let Some(unit) = words.one_of(at, &UNITS) else { continue };
        let mut end = at + length(unit);
        if let Some(counted) = words.one_of(end, &["家", "个", "项", "件", "人", "元", "以上", "左右"]) {
            end += length(counted);
        }
        let start = MEASURES.iter().filter_map(|verb| {
            let length = length(verb);
            first.checked_sub(length).filter(|start| words.has(*start, verb))
        });
        let start = start.min().unwrap_or(first);
        found.extend(words.quote(start, end).map(|quote| DeliverableHint {
            kind: Figure,
            evidence: Figure.evidence().to_vec(),
            wording: Some(format!("{}的统计数据", quote.words)),
            quote,
        }));
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::super::{DeliverableType, read};
    use super::*;
    use crate::evidence::EvidenceKind;

    fn hints(text: &str) -> Vec<(DeliverableType, String, Option<String>)> {
        let found = read(text, &[]).deliverables.into_iter();
        found.map(|hint| (hint.kind, hint.quote.words, hint.wording)).collect()
    }

    #[track_caller]
    fn one(text: &str, kind: DeliverableType, words: &str, wording: &str) {
        assert_eq!(hints(text), [(kind, words.to_owned(), Some(wording.to_owned()))], "{text}");
    }

    #[test]
    fn a_paper_that_is_issued() {
        one("印发概念验证平台管理办法。", Document, "印发概念验证平台管理办法", "概念验证平台管理办法印发文件");
        one("建立健全央地协同保障机制,", Document, "建立健全央地协同保障机制", "央地协同保障机制印发文件");
    }

    #[test]
    fn a_body_that_is_founded() {
        one("组建科学智能创新联合体，", Institution, "组建科学智能创新联合体", "科学智能创新联合体成立文件");
        assert_eq!(DeliverableType::Institution.evidence()[0], EvidenceKind::C);
    }

    #[test]
    fn a_platform_that_runs() {
        one("搭建科技成果转化服务平台。", Platform, "搭建科技成果转化服务平台", "科技成果转化服务平台上线运行");
    }

    #[test]
    fn a_list_that_is_published() {
        one("发布首批应用场景清单。", List, "发布首批应用场景清单", "首批应用场景清单");
    }

    #[test]
    fn several_things_behind_one_verb() {
        assert_eq!(
            hints("建设概念验证平台、中试平台。"),
            [
                (Platform, "建设概念验证平台".to_owned(), Some("概念验证平台上线运行".to_owned())),
                (Platform, "中试平台".to_owned(), Some("中试平台上线运行".to_owned())),
            ]
        );
    }

    #[test]
    fn a_number_with_its_unit() {
        one("技术转移机构超过50家。", Figure, "超过50家", "超过50家的统计数据");
        one("投入强度达到6.5％，", Figure, "达到6.5％", "达到6.5％的统计数据");
    }

    #[test]
    fn a_decision_of_somebody_else() {
        assert_eq!(hints("开展标杆孵化器认定。"), [(Recognition, "认定".to_owned(), None)]);
    }

    #[test]
    fn an_event_a_fund_a_project_a_site_and_a_report() {
        one("办好中关村论坛年会，", Event, "办好中关村论坛年会", "中关村论坛年会活动材料");
        one("设立中关村科学研究基金，", Fund, "设立中关村科学研究基金", "中关村科学研究基金到位凭证");
        one("承担国家重大科技项目，", Project, "承担国家重大科技项目", "国家重大科技项目立项与验收材料");
        one("推进雄安新区中关村科技园建设，", Construction, "推进雄安新区中关村科技园", "雄安新区中关村科技园建成投用");
        one("发布年度发展白皮书。", Report, "发布年度发展白皮书", "年度发展白皮书");
    }

    #[test]
    fn words_that_only_describe_are_no_thing() {
        for text in ["支持平台型企业发展。", "推动机制化运行。", "加快中心城区更新。", "2024年4月25日。"]
        {
            assert_eq!(hints(text), [], "{text}");
        }
    }
}
