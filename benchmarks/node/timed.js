// Times one engine: TEMPLATE DATA OUT SECONDS, times as JSON on standard output, as benchmarks/one_peer.py does.
"use strict";
const fs = require("fs");

const FEWEST = 5;

async function repeat(render, seconds) {
  const times = [];
  const elapsed = [];
  let output;
  let used = 0;
  while (times.length < FEWEST || used < seconds * 1000) {
    const began = performance.now();
    const started = process.cpuUsage();
    output = await render();
    const { user, system } = process.cpuUsage(started); // microseconds, of all threads
    times.push((user + system) / 1000);
    used += (user + system) / 1000;
    elapsed.push(performance.now() - began);
  }
  return { times, elapsed, output };
}

// make(template, data, path) gives a function, async or not, that renders once and gives the file's bytes
async function timed(packageName, make) {
  const [path, dataPath, out, seconds] = process.argv.slice(2);
  const data = JSON.parse(fs.readFileSync(dataPath, "utf8"));
  const render = await make(fs.readFileSync(path), data, path);
  await repeat(render, Number(seconds) / 2);
  const { times, elapsed, output } = await repeat(render, Number(seconds));
  fs.writeFileSync(out, output);
  const { version } = JSON.parse(fs.readFileSync(`${__dirname}/node_modules/${packageName}/package.json`, "utf8"));
  const runtime = `node ${process.versions.node}`;
  console.log(JSON.stringify({ version, runtime, times_ms: times, elapsed_ms: elapsed, bytes: output.length }));
}

module.exports = { timed };
