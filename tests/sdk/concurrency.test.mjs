// Many callers at once: each gets its own answer, and one's abort is not another's.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {clientOf, say} from './client.mjs';
import {eventually, startGateway} from './gateway.mjs';

const callers = 200;

let gateway;
let client;
before(async () => {
  gateway = await startGateway(
      {echo: 'sim/echo', slow: 'sim/echo?first=100ms&rate=500', failing: 'sim/echo?fail_rate=0.5&status=500'});
  client = clientOf(gateway);
});
after(() => gateway.stop());

async function ask(model, text, stream) {
  const answer = await client.chat.completions.create({model, messages: say(text), stream});
  if (!stream) return answer.choices[0].message.content;
  let content = '';
  for await (const chunk of answer) content += chunk.choices[0]?.delta.content ?? '';
  return content;
}

/** Several words, so that a stream has several chunks, and in each the caller's own number. */
const textOf = i => Array.from({length: 20}, (_, word) => `caller-${i}-word-${word}`).join(' ');

test(`${callers} callers, streaming and not, get their own answers`, async () => {
  const kinds = [['echo', false], ['echo', true], ['slow', false], ['slow', true]];
  const answers = await Promise.all(Array.from({length: callers}, (_, i) => ask(kinds[i % 4][0], textOf(i), kinds[i % 4][1])));
  answers.forEach((answer, i) => assert.equal(answer, textOf(i)));
});

test('failing and leaving neighbours disturb nobody', async () => {
  const before = (await gateway.simulatedCalls()).length;
  let notAsked = 0;  // once its breaker has opened
  const isTold = ({status}) => {
    if (status === 503) ++notAsked;
    return status === 502 || status === 503;
  };
  const outcomes = await Promise.all(Array.from({length: callers}, async (_, i) => {
    const text = textOf(`mixed-${i}`);
    if (i % 4 === 0) return ask('failing', text, i % 8 === 0).then(answer => answer === text, failure => isTold(failure));
    if (i % 4 === 1) return leaveAfterTwoChunks(text);
    return (await ask('slow', text, i % 2 === 0)) === text;
  }));
  assert.deepEqual(outcomes.flatMap((good, i) => good ? [] : [i]), []);
  const calls = await eventually(async () => {
    const all = (await gateway.simulatedCalls()).slice(before);
    return all.every(call => call.outcome !== 'open') && all;
  }, 'the end of every upstream call');
  const asked = new Set(calls.map(call => call.body));
  assert.equal(asked.size + notAsked, callers, 'an upstream call for each caller whose target may be asked');
  const again = calls.length - asked.size;
  assert.ok(again <= callers / 4, `${again} retries, which only the failing ones can have`);
});

async function leaveAfterTwoChunks(text) {
  const stream = await client.chat.completions.create({model: 'slow', messages: say(text), stream: true});
  let content = '';
  let chunks = 0;
  for await (const chunk of stream) {
    content += chunk.choices[0]?.delta.content ?? '';
    if (++chunks === 2) break;
  }
  return text.startsWith(content);
}
