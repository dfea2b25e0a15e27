/// The style sheet of the HTML report.
enum HTMLStyle {
  static let text = colors + layout + parts + findings + filter + print

  /// The base64 of the style sheet's SHA-256, by which the page's content security policy knows it.
  static let digest = "5ejWGwhTCBIMgyDcjeRwXjlRWlctV0fE92up1L3MFb8="

  /// Orange and blue keep apart for colour-blind readers; all text has a contrast of 4.5 or more.
  private static let colors = """
    :root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--ink:#1b2430;--dim:#566171;--line:#d8dee6;--code:#f0f3f7;
    --bad:#9c3a00;--badtint:#fdeee3;--warn:#7a5600;--warntint:#fbf3dc;--calm:#0b5394;--calmtint:#e5f0fa;
    --own:#c2570c;--base:#2f6fab;--link:#0b5394}
    @media (prefers-color-scheme:dark){:root{--page:#12171e;--card:#1a212b;--ink:#e6ebf2;--dim:#a3afbf;--line:#333e4d;
    --code:#11161d;--bad:#ffa366;--badtint:#3a2413;--warn:#f0c75e;--warntint:#332a10;--calm:#86c1f5;--calmtint:#14293d;
    --own:#b8560f;--base:#2c699f;--link:#86c1f5}}

    """

  private static let layout = """
    *{box-sizing:border-box}
    html{scroll-padding-top:5.5rem;-webkit-text-size-adjust:100%}
    body{margin:0;background:var(--page);color:var(--ink);font:1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,
    "Helvetica Neue","Noto Sans",Arial,sans-serif}
    code,pre,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.875em}
    code,td,dd,li,h1,h2,h3,h4,p{overflow-wrap:anywhere}
    a{color:var(--link)}
    :focus-visible{outline:3px solid var(--link);outline-offset:2px}
    .wrap{max-width:70rem;margin:0 auto;padding:0 1.5rem}
    main.wrap{padding-top:2rem;padding-bottom:2rem}
    .skip{position:absolute;left:-99rem}
    .skip:focus{left:1rem;top:.5rem;z-index:3;background:var(--card);padding:.5rem 1rem}
    .hush{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
    h1{font-size:1.75rem;line-height:1.25;margin:0 0 .25rem;letter-spacing:-.01em}
    h2{font-size:1.3rem;line-height:1.3;margin:0 0 1rem}
    h3{font-size:1.05rem;margin:2rem 0 .75rem}
    h4{font-size:1rem;line-height:1.4;margin:0}
    p{margin:.5rem 0}
    .lead{color:var(--dim);margin:0 0 1.5rem}
    .dim{color:var(--dim)}
    section.card{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1.5rem;margin:0 0 1.5rem}
    footer{color:var(--dim);font-size:.875rem;padding-bottom:2rem}

    """

  private static let parts = """
    header.top{position:sticky;top:0;z-index:2;background:var(--card);border-bottom:1px solid var(--line)}
    header.top .wrap{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem 1rem;padding-top:.6rem;padding-bottom:.6rem}
    .brand{font-weight:700;margin:0}
    .badge{display:inline-block;border-radius:.3rem;padding:.05rem .55rem;font-weight:700;border:1px solid currentColor}
    .failed,.incomplete{color:var(--bad);background:var(--badtint)}
    .passed{color:var(--calm);background:var(--calmtint)}
    section.verdict{border-left:.4rem solid currentColor}
    section.verdict p{color:var(--ink);margin:0;font-size:1.1rem}
    section.verdict p.dim{font-size:.925rem;color:var(--dim);margin-top:.35rem}
    section.verdict strong{font-size:1.35rem;text-transform:capitalize}
    section.incidents{border:2px solid var(--bad);background:var(--badtint)}
    section.incidents h2{color:var(--bad)}
    section.incidents li{margin:.4rem 0}
    .scroll{overflow-x:auto}
    table{border-collapse:collapse;width:100%;font-size:.925rem}
    th,td{text-align:left;vertical-align:top;padding:.45rem .9rem .45rem 0;border-bottom:1px solid var(--line)}
    thead th{color:var(--dim);font-weight:600;font-size:.8125rem;white-space:nowrap}
    tbody th{font-weight:600}
    table.counts th:not(:first-child),table.counts td{text-align:right;font-variant-numeric:tabular-nums}
    table.counts{max-width:44rem}
    td.keep{white-space:nowrap}
    dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.5rem;margin:0}
    dl.facts dt{color:var(--dim)}
    dl.facts dd{margin:0}
    ol.bar{display:flex;gap:2px;list-style:none;margin:0 0 .6rem;padding:0;height:2.4rem}
    ol.bar li{flex:1 1 0;min-width:0;overflow:hidden;display:flex;align-items:center;justify-content:center;color:#fff;
    font-weight:600;font-size:.875rem;border-radius:.2rem;background:#5d6875}
    ol.bar li.own{background:var(--own)}
    ol.bar li.base{background:var(--base)}
    ol.bar.many{gap:1px}
    ol.bar.many li{font-size:0}
    .legend{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:0 0 1rem;font-size:.875rem;color:var(--dim)}
    .key{display:inline-block;width:.8em;height:.8em;border-radius:.15rem;margin-right:.45em;background:#5d6875}
    .key.own{background:var(--own)}
    .key.base{background:var(--base)}
    summary{cursor:pointer;color:var(--link)}
    @media (max-width:40rem){.wrap{padding-left:1rem;padding-right:1rem}section.card{padding:1rem}
    dl.facts{grid-template-columns:1fr;gap:0}dl.facts dd{margin-bottom:.5rem}h1{font-size:1.4rem}header.top{position:static}
    html{scroll-padding-top:1rem}}

    """

  private static let findings = """
    article{border:1px solid var(--line);border-left:.3rem solid var(--calm);border-radius:.4rem;padding:1rem 1.25rem;
    margin:0 0 1rem}
    .long article{content-visibility:auto;contain-intrinsic-size:auto 24rem}
    article.critical,article.high{border-left-color:var(--bad)}
    article.medium{border-left-color:var(--warn)}
    .sev{display:inline-block;border-radius:.3rem;padding:0 .5rem;font-size:.8125rem;font-weight:700;
    color:var(--calm);background:var(--calmtint)}
    .sev.critical,.sev.high{color:var(--bad);background:var(--badtint)}
    .sev.critical{outline:1px solid currentColor}
    .sev.medium{color:var(--warn);background:var(--warntint)}
    .head{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem .75rem;font-size:.875rem;margin:0 0 .35rem}
    .head .controls{color:var(--dim);margin-left:auto}
    .where{margin:.75rem 0 .25rem}
    ul.facts{margin:.35rem 0;padding-left:1.2rem}
    pre{background:var(--code);border:1px solid var(--line);border-radius:.35rem;padding:.6rem .8rem;margin:.5rem 0;
    overflow-x:auto;line-height:1.45;tab-size:4}
    pre .mark{color:var(--bad);font-weight:700}
    pre .note{color:var(--calm)}
    pre .plus{color:var(--calm);font-weight:600}
    pre .minus{color:var(--bad)}
    pre.copy{white-space:pre-wrap;overflow-wrap:anywhere;padding-right:5.5rem}
    table.layers td:nth-child(5){min-width:9rem}
    table.targets{max-width:none}
    table.targets th:first-child{min-width:16rem}
    table.layers td:nth-child(4){min-width:16rem}
    .fix{position:relative}
    .fix button{position:absolute;top:.4rem;right:.4rem;font:inherit;font-size:.8125rem;min-width:4.5rem;cursor:pointer;
    color:var(--ink);background:var(--card);border:1px solid var(--line);border-radius:.3rem;padding:.15rem .5rem}
    .label{font-weight:600;margin:1rem 0 .25rem}
    .long .chunk{content-visibility:auto;contain-intrinsic-size:auto 120rem}
    table.files{min-width:44rem;table-layout:fixed}
    table.files th:nth-child(1){width:4.5rem}
    table.files th:nth-child(2){width:9rem}
    table.files th:nth-child(4){width:8rem}
    table.files th:nth-child(5){width:17rem}
    .ownmark{color:var(--bad);font-weight:700}

    """

  private static let filter = """
    fieldset{border:0;margin:0;padding:0;display:flex;flex-wrap:wrap;gap:.35rem;min-width:0}
    fieldset label{display:inline-flex;align-items:center;gap:.35rem;border:1px solid var(--line);border-radius:1rem;
    padding:.1rem .7rem;font-size:.875rem;cursor:pointer}
    fieldset label:has(:focus-visible){outline:3px solid var(--link);outline-offset:1px}
    fieldset input{margin:0;accent-color:var(--link)}
    fieldset b{font-variant-numeric:tabular-nums}
    #shown{margin:0 0 0 auto;font-size:.875rem;color:var(--dim)}
    body:has(#show-critical:not(:checked)) article.critical,body:has(#show-high:not(:checked)) article.high,
    body:has(#show-medium:not(:checked)) article.medium,body:has(#show-low:not(:checked)) article.low,
    body:has(#show-info:not(:checked)) article.info{display:none}

    """

  private static let print = """
    @media print{:root{color-scheme:light;--page:#fff;--card:#fff;--ink:#000;--dim:#444;--line:#bbb;--code:#f4f4f4;
    --bad:#9c3a00;--badtint:#fdeee3;--warn:#7a5600;--warntint:#fbf3dc;--calm:#0b5394;--calmtint:#e5f0fa;
    --own:#c2570c;--base:#2f6fab;--link:#0b5394}
    *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
    body{font-size:10pt}
    .wrap{max-width:none;padding:0}
    header.top{position:static;border:0}
    fieldset,#shown,.fix button,.skip{display:none!important}
    section.card{border:0;padding:0;margin:0 0 1.5rem}
    section.verdict,section.incidents{border:1px solid;padding:.75rem}
    .long article,.long .chunk{content-visibility:visible}
    body article{display:block!important}
    .scroll,pre{overflow:visible}
    pre{white-space:pre-wrap;overflow-wrap:anywhere}
    pre.copy{padding-right:.8rem}
    table.files{min-width:0}
    h2,h3,h4,.head,.label{break-after:avoid}
    tr,.fix,ol.bar{break-inside:avoid}
    p,li{orphans:3;widows:3}
    details::details-content{content-visibility:visible;display:block}
    @page{margin:1.5cm}}

    """
}
