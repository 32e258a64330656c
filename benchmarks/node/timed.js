// Times one engine: TEMPLATE DATA OUT SECONDS, times as JSON on standard output, as benchmarks/one_peer.py does.
"use strict";
const fs = require("fs");

const FEWEST = 5;

async function repeat(render, seconds) {
  const times = [];
  let output;
  const end = performance.now() + seconds * 1000;
  while (times.length < FEWEST || performance.now() < end) {
    const started = performance.now();
    output = await render();
    times.push(performance.now() - started);
  }
  return { times, output };
}

// make(template, data, path) gives a function, async or not, that renders once and gives the file's bytes
async function timed(packageName, make) {
  const [path, dataPath, out, seconds] = process.argv.slice(2);
  const data = JSON.parse(fs.readFileSync(dataPath, "utf8"));
  const render = await make(fs.readFileSync(path), data, path);
  await repeat(render, Number(seconds) / 2);
  const { times, output } = await repeat(render, Number(seconds));
  fs.writeFileSync(out, output);
  const { version } = JSON.parse(fs.readFileSync(`${__dirname}/node_modules/${packageName}/package.json`, "utf8"));
  console.log(JSON.stringify({ version, times_ms: times, bytes: output.length, runtime: `node ${process.versions.node}` }));
}

module.exports = { timed };
