//! The documents: drawn by a generator of our own, so that they are the same each time and everywhere.

const COUNT: usize = 300;
const WORDS: [&str; 10] =
    ["alder", "birch", "cedar", "delta", "ember", "fjord", "grove", "heath", "inlet", "jetty"];
const COUNTRIES: [&str; 6] = ["AT", "CH", "DE", "FR", "NL", "SE"];
const FLAGS: [&str; 8] =
    ["optional", "disabled", "readOnly", "hidden", "remoteOptions", "useQuery", "reloadProps", "withLabel"];
/// The kinds of properties, with the members of their own.
const PROPS: [(&str, &str); 22] = [
    ("alert", r#","alertType":"warning","content":"Rooms are booked by the hour.""#),
    ("any", r#","options":[{"label":"all","value":7},"none"]"#),
    ("app", r#","app":"calendar""#),
    ("boolean", r#","default":true"#),
    ("data_store", ""),
    ("dir", r#","accessMode":"read-write","sync":true"#),
    ("$.interface.timer", r#","static":{"cron":"0 6 * * 1"},"options":null"#),
    ("$.interface.apphook", r#","appProp":"calendar","eventNames":["booked","moved"],"remote":false"#),
    ("integer[]", r#","min":1,"max":90,"default":[1,7,30]"#),
    ("$.interface.http", r#","customResponse":true"#),
    ("http_request", ""),
    ("$.service.db", ""),
    ("sql", r#","auth":{"app":"ledger"}"#),
    ("$.airtable.baseId", r#","appProp":"tables""#),
    ("$.airtable.tableId", r#","baseIdProp":"base""#),
    ("$.airtable.viewId", r#","tableIdProp":"table""#),
    ("$.airtable.fieldId", r#","tableIdProp":"table""#),
    ("$.discord.channel[]", ""),
    ("integer", r#","min":0,"max":500,"default":25"#),
    ("object", r#","options":[{"label":"first","value":"a"},{"label":"second","value":"b"}]"#),
    ("string", r#","secret":true,"default":"none","options":["daily","weekly"]"#),
    ("string[]", r#","secret":null,"default":["north","south"]"#),
];

/// Where the member stands that tells the variants apart.
#[derive(Clone, Copy)]
pub enum Tag {
    First,
    Last,
}

/// Answers of WorkOS, seven of ten with a token.
pub fn answers(tag: Tag) -> Vec<String> {
    drawn(|draw, _| {
        let (active, rest) = if draw.below(10) < 7 { (true, token(draw)) } else { (false, refusal(draw)) };
        match tag {
            Tag::First => format!(r#"{{"active":{active},{rest}}}"#),
            Tag::Last => format!(r#"{{{rest},"active":{active}}}"#),
        }
    })
}

/// Properties of components by Pipedream, all kinds in turn, the tag behind the name.
pub fn props() -> Vec<String> {
    drawn(|draw, at| {
        let (kind, own) = PROPS[at % PROPS.len()];
        let mut text = format!(r#"{{"name":"{}","type":"{kind}""#, draw.words());
        for member in ["label", "description"] {
            if draw.below(2) == 0 {
                text += &format!(r#","{member}":"{}""#, draw.words());
            }
        }
        for flag in FLAGS {
            if draw.below(3) == 0 {
                text += &format!(r#","{flag}":{}"#, ["true", "false", "null"][draw.below(3)]);
            }
        }
        text + own + "}"
    })
}

/// Parcels, of the golden case with constraints of all kinds.
pub fn parcels() -> Vec<String> {
    drawn(|draw, at| {
        let service = ["economy", "express", "freight"][at % 3];
        let terms = if service == "express" {
            format!(
                r#""insurance":"4{:015}","insured_until":"{:02}/{}""#,
                draw.below(1 << 40),
                1 + draw.below(12),
                26 + draw.below(9)
            )
        } else {
            format!(r#""account":"{}""#, draw.hex(22))
        };
        let marks: Vec<String> =
            WORDS.iter().take(1 + draw.below(6)).map(|it| format!(r#""{it}""#)).collect();
        let pieces: Vec<String> = (0..1 + draw.below(6)).map(|_| piece(draw)).collect();
        let zip = 10_000 + draw.below(90_000);
        format!(
            r#"{{"id":"prc_{}","service":"{service}","contact":"{}.{}@{}.example","country":"{}","grams":{},"worth":{}.{:02},"marks":[{}],{terms},"recipient":{{"street":"{} {} street","zip":"{zip}","city":"{}"}},"pieces":[{}]}}"#,
            draw.hex(16),
            draw.word(),
            draw.word(),
            draw.word(),
            COUNTRIES[draw.below(6)],
            5 * (1 + draw.below(6000)),
            1 + draw.below(9999),
            draw.below(100),
            marks.join(","),
            1 + draw.below(200),
            draw.word(),
            draw.word(),
            pieces.join(","),
        )
    })
}

/// Of each document one that is no longer valid: a text in it is replaced, drawn from the replacements that fit.
pub fn spoilt(valid: &[String], replacements: &[(&str, &str)]) -> Vec<String> {
    let mut draw = Draw(11);
    let spoil = |text: &String| {
        let fit: Vec<_> = replacements.iter().filter(|(from, _)| text.contains(from)).collect();
        let (from, to) = fit[draw.below(fit.len())];
        text.replacen(from, to, 1)
    };
    valid.iter().map(spoil).collect()
}

fn token(draw: &mut Draw) -> String {
    let expires = ["null", r#""2026-11-22T23:59:59.000Z""#][usize::from(draw.below(5) > 0)];
    let scopes = [r#""repo","user:email""#, r#""gist""#, ""][draw.below(3)];
    let missing = [r#""admin:org""#, ""][draw.below(2)];
    format!(
        r#""access_token":{{"object":"access_token","access_token":"gho_{}","expires_at":{expires},"scopes":[{scopes}],"missing_scopes":[{missing}]}}"#,
        draw.hex(36)
    )
}

fn refusal(draw: &mut Draw) -> String {
    format!(r#""error":"{}""#, ["needs_reauthorization", "not_installed"][draw.below(2)])
}

fn piece(draw: &mut Draw) -> String {
    let more = if draw.below(2) == 0 { String::new() } else { format!("-{}", draw.word()) };
    let (number, count, height) = (1000 + draw.below(9000), 1 + draw.below(999), draw.below(1000));
    format!(r#"{{"code":"KLM-{number}{more}","count":{count},"height":{height}.25}}"#)
}

fn drawn(one: impl Fn(&mut Draw, usize) -> String) -> Vec<String> {
    let mut draw = Draw(7);
    (0..COUNT).map(|at| one(&mut draw, at)).collect()
}

/// A linear congruential generator.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // The low bits repeat soon.
        usize::try_from(self.0 >> 33).unwrap_or_default() % end
    }

    fn hex(&mut self, digits: usize) -> String {
        (0..digits).map(|_| char::from(b"0123456789abcdef"[self.below(16)])).collect()
    }

    fn word(&mut self) -> &'static str {
        WORDS[self.below(WORDS.len())]
    }

    fn words(&mut self) -> String {
        (0..=self.below(4)).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }
}
