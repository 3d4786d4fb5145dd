// The npm package fit-file-parser on the FIT files named: the peer of tools/bench/fit_import. The best pass of
// four seconds, warm. One line of JSON.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const require = createRequire(path.join(process.argv[2], 'package.json'));
const module = require('fit-file-parser');
const FitParser = module.default ?? module;
const files = process.argv.slice(3);

const parse = (bytes) =>
  new Promise((resolve) => {
    new FitParser({ force: true, mode: 'list' }).parse(bytes, (error, data) => resolve(error ? null : data));
  });

let records = 0, unreadable = 0, bytes = 0;
const pass = async () => {
  records = unreadable = bytes = 0;
  for (const file of files) {
    const content = fs.readFileSync(file);
    bytes += content.length;
    try {
      const data = await parse(content);
      if (data === null) unreadable++;
      records += data?.records?.length ?? 0;
    } catch {
      unreadable++;
    }
  }
};
await pass(); // warm
let best = Infinity;
const until = process.hrtime.bigint() + 4_000_000_000n;
while (process.hrtime.bigint() < until) {
  const begin = process.hrtime.bigint();
  await pass();
  best = Math.min(best, Number(process.hrtime.bigint() - begin) / 1e9);
}
console.log(JSON.stringify({ files: files.length, unreadable, records, bytes, s: best, mb_s: +(bytes / 1e6 / best).toFixed(2) }));
