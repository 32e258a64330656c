"""The look of the report, and its own words in English and Chinese."""

STYLE = """
:root{--ink:#1d2433;--muted:#5b6475;--line:#d9dee7;--surface:#f3f5f8;--accent:#1f3a5f;--gone:#b3261e;--come:#2e7d4f}
*{box-sizing:border-box}
body{margin:0 auto;max-width:84rem;padding:2.5rem 2rem 6rem;color:var(--ink);
font:1rem/1.55 "Segoe UI",Calibri,Carlito,"Noto Sans SC","Microsoft YaHei","PingFang SC",sans-serif}
h1{font-size:1.95rem;line-height:1.2;margin:0 0 .6rem;color:var(--accent)}
h2{font-size:1.25rem;margin:0 0 .8rem;padding-top:.9rem;border-top:2px solid var(--accent);color:var(--accent);
overflow-wrap:anywhere}
.sides{margin:0;color:var(--muted);overflow-wrap:anywhere}.sides b{color:var(--ink);font-weight:600}
.sum{font-size:1.25rem;margin:.8rem 0 1.6rem}
nav ul{columns:22rem;column-gap:2rem;list-style:none;margin:0 0 1.5rem;padding:1rem 1.2rem;background:var(--surface)}
nav li{break-inside:avoid;overflow-wrap:anywhere}nav span{color:var(--muted);font-variant-numeric:tabular-nums}
a{color:var(--accent)}
section{margin:2rem 0 3rem}
.changes{list-style:none;margin:0;padding:0}
.changes li{display:grid;grid-template-columns:minmax(10rem,20rem) 1fr;gap:1.2rem;padding:.45rem 0;
border-bottom:1px solid var(--line)}
.place{color:var(--muted)}.what{grid-column:2;overflow-wrap:anywhere}
del{color:var(--gone);background:#fbeceb}ins{color:#1f5c39;background:#e6f3ea;text-decoration:none;font-weight:600}
.note{color:var(--muted);margin:1.2rem 0 .6rem}
.pages{display:grid;grid-template-columns:1fr 1fr;gap:1.5rem;margin:0 0 1.8rem}
figure{margin:0}img{display:block;width:100%;border:1px solid var(--line)}
figcaption{color:var(--muted);font-size:.875rem;padding-top:.35rem}
.none{display:grid;place-items:center;border:1px dashed var(--line);background:var(--surface);min-height:8rem}
@media(max-width:46rem){.changes li{grid-template-columns:1fr;gap:.1rem}.what{grid-column:1}.pages{gap:.6rem}}
@media print{body{padding:0}nav{display:none}.pages,li{break-inside:avoid}}
""".replace("\n", "")

WORDS = {
    "en": {
        "title": "What changed", "before": "Before", "after": "After", "files": "Files", "page": "page {number}",
        "no page": "no such page", "sample": "Rendered with a sample; what differs is framed.",
        "bare": "The bare template; what differs is framed.", "same": "Pages that look the same: {pages}.",
        "no pictures": "No pictures:",
    },
    "zh": {
        "title": "改动一览", "before": "改前", "after": "改后", "files": "文件", "page": "第 {number} 页",
        "no page": "没有这一页", "sample": "以样例数据生成，差异处加框。", "bare": "模板原样，差异处加框。",
        "same": "看上去相同的页：{pages}。", "no pictures": "没有图片：",
    },
}  # fmt: skip
