"use strict";
const root = document.documentElement, form = document.querySelector(".filters");
const articles = [...document.querySelectorAll("article[data-kind]")];
const sections = [...document.querySelectorAll("section")];
const dialog = document.querySelector("dialog"), large = dialog.querySelector("img");
const caption = dialog.querySelector(".caption span");
const [back, on] = dialog.querySelectorAll(".turn");
let current = null;

const visible = () => articles.filter(article => !article.hidden);
const pagesOf = article => [...article.querySelectorAll(".page")];

function choose() {
  const chosen = [...new FormData(form)].filter(([, value]) => value);
  for (const article of articles) article.hidden = chosen.some(([name, value]) => article.dataset[name] !== value);
  for (const section of sections) section.hidden = !section.querySelector("article:not([hidden])");
  const shown = visible().length;
  document.querySelector(".none").hidden = shown > 0;
  count(shown);
  history.replaceState(null, "", chosen.length ? "#" + new URLSearchParams(chosen) : location.pathname + location.search);
}

function count(shown) {
  const isChinese = root.dataset.say === "zh";
  document.querySelector("output").textContent = isChinese ? `${shown} 份文件` : `${shown} documents`;
}

function restore() {
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    const input = [...form.querySelectorAll("input")].find(each => each.name === name && each.value === value);
    if (input) input.checked = true;
  }
}

function speak(language) {
  root.dataset.say = language;
  root.lang = language === "zh" ? "zh-CN" : "en";
  const button = document.querySelector(".language");
  button.textContent = language === "zh" ? "English" : "中文";
  button.lang = language === "zh" ? "en" : "zh-CN";
  count(visible().length);
}

function open(page) {
  const picture = page.querySelector("img"), article = page.closest("article"), pages = pagesOf(article);
  const number = pages.indexOf(page);
  current = page;
  large.src = picture.src;
  large.alt = picture.alt;
  const words = [article.closest("section").querySelector("h2"), ...article.querySelectorAll(".about h3, .about h3 + p")];
  caption.textContent = [...words.map(each => each.innerText.trim()), `${number + 1} / ${pages.length}`].join(" · ");
  back.disabled = number === 0;
  on.disabled = number === pages.length - 1;
  if (!dialog.open) dialog.showModal();
}

function turn(step) {
  const pages = pagesOf(current.closest("article"));
  const next = pages[pages.indexOf(current) + step];
  if (next) open(next);
}

function otherDocument(step) {
  const shown = visible().filter(article => pagesOf(article).length);
  const next = shown[shown.indexOf(current.closest("article")) + step];
  if (next) open(pagesOf(next)[0]);
}

function move(step) {
  const shown = visible(), at = shown.indexOf(document.activeElement.closest("article"));
  const next = shown[at < 0 ? 0 : Math.min(Math.max(at + step, 0), shown.length - 1)];
  if (!next) return;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "start" });
}

const inDialog = {
  ArrowRight: () => turn(1), ArrowLeft: () => turn(-1), PageDown: () => turn(1), PageUp: () => turn(-1),
  ArrowDown: () => otherDocument(1), ArrowUp: () => otherDocument(-1), j: () => otherDocument(1),
  k: () => otherDocument(-1), Home: () => open(pagesOf(current.closest("article"))[0]),
  End: () => open(pagesOf(current.closest("article")).at(-1)),
};
const onPage = {
  j: () => move(1), k: () => move(-1),
  Enter: event => {
    const first = event.target.matches("article") && pagesOf(event.target)[0];
    if (first) open(first);
    return Boolean(first);
  },
};

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const act = (dialog.open ? inDialog : onPage)[event.key];
  if (act && act(event) !== false) event.preventDefault();
});
document.querySelector("main").addEventListener("click", event => {
  const page = event.target.closest(".page");
  if (page) open(page);
});
back.addEventListener("click", () => turn(-1));
on.addEventListener("click", () => turn(1));
dialog.querySelector(".close").addEventListener("click", () => dialog.close());
dialog.addEventListener("close", () => current?.focus());
dialog.querySelector(".stage").addEventListener("click", event => {
  if (event.target === event.currentTarget) dialog.close();
});
form.addEventListener("change", choose);
document.querySelector(".size input").addEventListener("input", event =>
  root.style.setProperty("--wide", event.target.value + "px"));
document.querySelector(".language").addEventListener("click", () => speak(root.dataset.say === "zh" ? "en" : "zh"));
restore();
choose();
speak(navigator.language.startsWith("zh") ? "zh" : "en");
