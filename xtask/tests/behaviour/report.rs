//! `cargo xtask report` from outside, and in a browser where one is installed.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use isotype_tests::project as root;

use crate::project::Project;

/// What a person would do, in the page itself; the page's title tells how it went.
const VISIT: &str = r##"<script>
const failures = [];
const check = (what, is) => { if (!is) failures.push(what); };
const shown = () => cards.filter((it) => !it.hidden).map((it) => it.id);
const type = (text) => { search.value = text; search.dispatchEvent(new Event("input")); };
type("accountid");
check("the search finds a type", shown().includes("pipedream.AccountId"));
check("the search hides the others", !shown().includes("workos.AccessToken"));
check("the graph shows what was found", document.querySelector("svg.types a.found") !== null);
type("missing_scopes");
check("the search knows members", shown().includes("workos.AccessToken"));
type("no such thing");
check("the search can find nothing", shown().length === 0 && count.textContent.startsWith("0 of "));
const node = document.querySelector('svg.types a[href="#pipedream.Account"]');
node.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
node.dispatchEvent(new PointerEvent("pointerover", {bubbles: true}));
check("the graph lights what a type holds", document.querySelectorAll("svg.types path.lit").length > 1);
setTimeout(() => {
  const card = document.getElementById("pipedream.Account");
  check("a node leads to its type", location.hash === "#pipedream.Account" && card.open && !card.hidden);
  check("nothing is wider than the page", document.documentElement.scrollWidth <= innerWidth);
  document.title = failures.length ? "failed: " + failures.join("; ") : "all is well";
}, 200);
</script>"##;

#[test]
fn the_page_is_whole_and_works() {
    let project = Project::empty("report");
    let page = project.0.join("report.html");
    let schemas = root().join("schemas");
    let arguments =
        ["report", "--quick", "--schemas", schemas.to_str().unwrap(), "--out", page.to_str().unwrap()];
    let (said, _) = project.run(&arguments, 0);
    assert!(said.starts_with("3 sources, "), "{said}");
    let text = fs::read_to_string(&page).unwrap();
    assert!(text.len() < 2 << 20, "{} bytes", text.len());
    for outside in ["src=\"", "@import", "url(", "<link rel=\"stylesheet\"", "fetch("] {
        assert!(!text.contains(outside), "{outside}");
    }
    let values = |name: &str| -> BTreeSet<String> {
        text.split(name).skip(1).filter_map(|it| Some(it.split_once('"')?.0.to_owned())).collect()
    };
    let (ids, links) = (values(" id=\""), values("href=\"#"));
    let dangling: Vec<_> = links.difference(&ids).collect();
    assert!(links.len() > 100 && dangling.is_empty(), "{dangling:?}");
    let visited = project.0.join("visited.html");
    fs::write(&visited, text.replace("</body>", &format!("{VISIT}</body>"))).unwrap();
    for size in ["1280,900", "390,844"] {
        visit(&visited, size);
    }
}

/// Opens the page in Chromium, if there is one: no error on its console, and all that is tried works.
fn visit(page: &Path, size: &str) {
    let flags = ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--dump-dom"];
    let mut chromium = Command::new("chromium");
    chromium.args(flags).args([&format!("--window-size={size}"), "--virtual-time-budget=2000"]);
    let Ok(output) = chromium.arg(format!("file://{}", page.display())).output() else {
        // Not `eprintln`, which is shown only where a test fails.
        let _ = writeln!(std::io::stderr(), "skipped: no Chromium, so the page was not opened");
        return;
    };
    let log = String::from_utf8_lossy(&output.stderr);
    let faults: Vec<&str> = log.lines().filter(|it| it.contains("CONSOLE")).collect();
    assert!(faults.is_empty(), "{faults:?}");
    let dom = String::from_utf8_lossy(&output.stdout);
    let title = dom.split("<title>").nth(1).and_then(|it| it.split("</title>").next());
    assert_eq!(title, Some("all is well"), "{size}");
}
