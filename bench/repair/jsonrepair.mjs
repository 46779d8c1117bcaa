// The same files through npm's jsonrepair: FILE MB/s of processor time, or FILE and the reason why not. The best of several rounds.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(import.meta.dirname, '../../tests/sdk/package.json'));
const {jsonrepair} = require('jsonrepair');

const processorMs = () => { const {user, system} = process.cpuUsage(); return (user + system) / 1e3; };

for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, 'utf8');
  const bytes = Buffer.byteLength(text);
  try {
    let best = 0;
    for (let round = 0; round < 5; ++round) {
      const began = processorMs();
      let times = 0;
      while (processorMs() - began < 200) { jsonrepair(text); ++times; }
      best = Math.max(best, bytes * times / (processorMs() - began) / 1e3);
    }
    console.log(`${file} ${best.toFixed(1)}`);
  } catch (error) {
    console.log(`${file} ${String(error.message).split('\n')[0].replaceAll(' ', '_').slice(0, 60)}`);
  }
}
