//! Unicode properties, by the names that ECMA-262 has for them.
//!
//! Which characters have one, the `regex` crate knows; of names it is less strict.
//!
//! Spec: ECMA-262, §22.2.1.9 and the tables 67 to 69.

/// What stands between the braces of `\p{…}`, in the spelling of the `regex` crate; `None` if it names no property.
pub fn spelling(name: &str) -> Option<String> {
    let stands_in = |names: &str| names.split(' ').any(|it| it == name);
    match name.split_once('=') {
        Some(("General_Category" | "gc", value)) => in_category(value),
        Some(("Script" | "sc", value)) => in_script("sc", value),
        Some(("Script_Extensions" | "scx", value)) => in_script("scx", value),
        Some(_) => None,
        // There are `sc` the category and `sc` the script.
        None => in_category(name).or_else(|| stands_in(BINARY).then(|| name.to_owned())),
    }
}

fn in_category(value: &str) -> Option<String> {
    CATEGORIES.split(' ').any(|it| it == value).then(|| format!("gc={value}"))
}

fn in_script(property: &str, value: &str) -> Option<String> {
    SCRIPTS.split(' ').any(|it| it == value).then(|| format!("{property}={value}"))
}

/// Properties that a character has or has not, but for `Changes_When_NFKC_Casefolded`, which the crate does not know.
const BINARY: &str = "\
    ASCII Any Assigned ASCII_Hex_Digit AHex Alphabetic Alpha Bidi_Control Bidi_C Bidi_Mirrored Bidi_M \
    Case_Ignorable CI Cased Changes_When_Casefolded CWCF Changes_When_Casemapped CWCM \
    Changes_When_Lowercased CWL Changes_When_Titlecased CWT \
    Changes_When_Uppercased CWU Dash Default_Ignorable_Code_Point DI Deprecated Dep Diacritic Dia Emoji \
    Emoji_Component EComp Emoji_Modifier EMod Emoji_Modifier_Base EBase Emoji_Presentation EPres \
    Extended_Pictographic ExtPict Extender Ext Grapheme_Base Gr_Base Grapheme_Extend Gr_Ext Hex_Digit \
    Hex IDS_Binary_Operator IDSB IDS_Trinary_Operator IDST ID_Continue IDC ID_Start IDS Ideographic Ideo \
    Join_Control Join_C Logical_Order_Exception LOE Lowercase Lower Math Noncharacter_Code_Point NChar \
    Pattern_Syntax Pat_Syn Pattern_White_Space Pat_WS Quotation_Mark QMark Radical Regional_Indicator RI \
    Sentence_Terminal STerm Soft_Dotted SD Terminal_Punctuation Term Unified_Ideograph UIdeo Uppercase \
    Upper Variation_Selector VS White_Space space XID_Continue XIDC XID_Start XIDS";

/// Values of `General_Category`, which may stand alone.
const CATEGORIES: &str = "\
    C Other Cc Control cntrl Cf Format Cn Unassigned Co Private_Use Cs Surrogate L Letter LC \
    Cased_Letter Ll Lowercase_Letter Lm Modifier_Letter Lo Other_Letter Lt Titlecase_Letter Lu \
    Uppercase_Letter M Mark Combining_Mark Mc Spacing_Mark Me Enclosing_Mark Mn Nonspacing_Mark N Number \
    Nd Decimal_Number digit Nl Letter_Number No Other_Number P Punctuation punct Pc \
    Connector_Punctuation Pd Dash_Punctuation Pe Close_Punctuation Pf Final_Punctuation Pi \
    Initial_Punctuation Po Other_Punctuation Ps Open_Punctuation S Symbol Sc Currency_Symbol Sk \
    Modifier_Symbol Sm Math_Symbol So Other_Symbol Z Separator Zl Line_Separator Zs Space_Separator Zp \
    Paragraph_Separator";

/// Values of `Script` and `Script_Extensions`.
const SCRIPTS: &str = "\
    Adlam Adlm Ahom Anatolian_Hieroglyphs Hluw Arabic Arab Armenian Armn Avestan Avst Balinese Bali \
    Bamum Bamu Bassa_Vah Bass Batak Batk Bengali Beng Bhaiksuki Bhks Bopomofo Bopo Brahmi Brah Braille \
    Brai Buginese Bugi Buhid Buhd Canadian_Aboriginal Cans Carian Cari Caucasian_Albanian Aghb Chakma \
    Cakm Cham Cherokee Cher Chorasmian Chrs Common Zyyy Coptic Copt Qaac Cuneiform Xsux Cypriot Cprt \
    Cypro_Minoan Cpmn Cyrillic Cyrl Deseret Dsrt Devanagari Deva Dives_Akuru Diak Dogra Dogr Duployan \
    Dupl Egyptian_Hieroglyphs Egyp Elbasan Elba Elymaic Elym Ethiopic Ethi Garay Gara Georgian Geor \
    Glagolitic Glag Gothic Goth Grantha Gran Greek Grek Gujarati Gujr Gunjala_Gondi Gong Gurmukhi Guru \
    Gurung_Khema Gukh Han Hani Hangul Hang Hanifi_Rohingya Rohg Hanunoo Hano Hatran Hatr Hebrew Hebr \
    Hiragana Hira Imperial_Aramaic Armi Inherited Qaai Zinh Inscriptional_Pahlavi Phli \
    Inscriptional_Parthian Prti Javanese Java Kaithi Kthi Kannada Knda Katakana Kana Kawi Kayah_Li Kali \
    Kharoshthi Khar Khitan_Small_Script Kits Khmer Khmr Khojki Khoj Khudawadi Sind Kirat_Rai Krai Lao \
    Laoo Latin Latn Lepcha Lepc Limbu Limb Linear_A Lina Linear_B Linb Lisu Lycian Lyci Lydian Lydi \
    Mahajani Mahj Makasar Maka Malayalam Mlym Mandaic Mand Manichaean Mani Marchen Marc Masaram_Gondi \
    Gonm Medefaidrin Medf Meetei_Mayek Mtei Mende_Kikakui Mend Meroitic_Cursive Merc \
    Meroitic_Hieroglyphs Mero Miao Plrd Modi Mongolian Mong Mro Mroo Multani Mult Myanmar Mymr Nabataean \
    Nbat Nag_Mundari Nagm Nandinagari Nand New_Tai_Lue Talu Newa Nko Nkoo Nushu Nshu \
    Nyiakeng_Puachue_Hmong Hmnp Ogham Ogam Ol_Chiki Olck Ol_Onal Onao Old_Hungarian Hung Old_Italic Ital \
    Old_North_Arabian Narb Old_Permic Perm Old_Persian Xpeo Old_Sogdian Sogo Old_South_Arabian Sarb \
    Old_Turkic Orkh Old_Uyghur Ougr Oriya Orya Osage Osge Osmanya Osma Pahawh_Hmong Hmng Palmyrene Palm \
    Pau_Cin_Hau Pauc Phags_Pa Phag Phoenician Phnx Psalter_Pahlavi Phlp Rejang Rjng Runic Runr Samaritan \
    Samr Saurashtra Saur Sharada Shrd Shavian Shaw Siddham Sidd SignWriting Sgnw Sinhala Sinh Sogdian \
    Sogd Sora_Sompeng Sora Soyombo Soyo Sundanese Sund Sunuwar Sunu Syloti_Nagri Sylo Syriac Syrc \
    Tagalog Tglg Tagbanwa Tagb Tai_Le Tale Tai_Tham Lana Tai_Viet Tavt Takri Takr Tamil Taml Tangsa Tnsa \
    Tangut Tang Telugu Telu Thaana Thaa Thai Tibetan Tibt Tifinagh Tfng Tirhuta Tirh Todhri Todr Toto \
    Tulu_Tigalari Tutg Ugaritic Ugar Vai Vaii Vithkuqi Vith Wancho Wcho Warang_Citi Wara Yezidi Yezi Yi \
    Yiii Zanabazar_Square Zanb";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_ecma_262() {
        assert_eq!(spelling("Letter").as_deref(), Some("gc=Letter"));
        assert_eq!(spelling("gc=Sc").as_deref(), Some("gc=Sc"));
        assert_eq!(spelling("sc=Grek").as_deref(), Some("sc=Grek"));
        assert_eq!(spelling("Script_Extensions=Greek").as_deref(), Some("scx=Greek"));
        assert_eq!(spelling("Emoji").as_deref(), Some("Emoji"));
        for name in
            ["letter", "Greek", "gc=Greek", "Script=L", "", "L ", "Alpha=Yes", "Is_Letter", "Block=ASCII"]
        {
            assert_eq!(spelling(name), None, "{name}");
        }
    }

    #[test]
    fn the_regex_crate_knows_them() {
        let scripts = SCRIPTS.split(' ').flat_map(|it| [format!("sc={it}"), format!("scx={it}")]);
        let names = [BINARY, CATEGORIES].into_iter().flat_map(|it| it.split(' ').map(str::to_owned));
        let known = |it: &String| {
            let ours = spelling(it).expect("a name");
            regex::Regex::new(&format!("\\p{{{ours}}}")).is_ok()
        };
        let unknown: Vec<String> = names.chain(scripts).filter(|it| !known(it)).collect();
        // No text has surrogates.
        assert_eq!(unknown, ["Cs", "Surrogate"]);
    }
}
