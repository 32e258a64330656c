"""The gallery's page: `CHOICES` and `DOCUMENTS` stand for its selectors and its documents."""

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>docgen: all documents</title>
<style>
  body { margin: 0; font: 14px/1.4 system-ui, sans-serif; color: #1d2433; background: #e9ecf0 }
  header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: center;
    padding: 12px 24px; background: #fff; border-bottom: 1px solid #d5dae1 }
  h1 { margin: 0 16px 0 0; font-size: 17px }
  label { display: flex; gap: 6px; align-items: center; color: #5b6475 }
  select, input { font: inherit; padding: 3px 6px; border: 1px solid #b9c0cb; border-radius: 4px; background: #fff }
  output { margin-left: auto; color: #5b6475 }
  section { padding: 20px 24px 4px }
  section[hidden] { display: none }
  h2 { margin: 0 0 10px; font-size: 14px; font-weight: 600 }
  small { margin-left: 10px; font-weight: 400; color: #5b6475 }
  img { width: var(--wide, 150px); height: auto; margin: 0 10px 12px 0; vertical-align: top; background: #fff;
    cursor: zoom-in; box-shadow: 0 1px 4px #0003 }
  .lying img { width: calc(var(--wide, 150px) * 1.7) }
  dialog { max-width: 96vw; max-height: 96vh; padding: 0; border: 0; background: none }
  dialog::backdrop { background: #000c }
  dialog img { width: auto; max-width: 96vw; max-height: 92vh; margin: 0; cursor: zoom-out }
  dialog p { margin: 6px 0 0; color: #fff; text-align: center }
</style>
<header><h1>docgen</h1>CHOICES
<label>size<input type="range" min="90" max="420" value="150"></label><output></output></header>
<main>
DOCUMENTS
</main>
<dialog><img alt=""><p></p></dialog>
<script>
  const sections = [...document.querySelectorAll("section")], selects = [...document.querySelectorAll("select")];
  const dialog = document.querySelector("dialog"), large = dialog.querySelector("img");
  const told = dialog.querySelector("p");
  function choose() {
    let shown = 0;
    for (const section of sections) {
      section.hidden = selects.some(select => select.value && section.dataset[select.name] !== select.value);
      shown += !section.hidden;
    }
    document.querySelector("output").textContent = shown + " documents";
  }
  function open(picture) {
    large.src = picture.src; large.alt = told.textContent = picture.alt; large.from = picture;
    if (!dialog.open) dialog.showModal();
  }
  selects.forEach(select => select.addEventListener("change", choose));
  document.querySelector("input").addEventListener("input", event =>
    document.body.style.setProperty("--wide", event.target.value + "px"));
  document.querySelector("main").addEventListener("click", event => {
    if (event.target.tagName === "IMG") open(event.target);
  });
  dialog.addEventListener("click", () => dialog.close());
  document.addEventListener("keydown", event => {
    if (!dialog.open) return;
    const next = { ArrowRight: large.from.nextElementSibling, ArrowLeft: large.from.previousElementSibling }[event.key];
    if (next && next.tagName === "IMG") open(next);
  });
  choose();
</script>
</html>
"""
