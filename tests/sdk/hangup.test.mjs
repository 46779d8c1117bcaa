// A caller who leaves stops the work upstream, at once, whatever the gateway was waiting for.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {clientOf, say} from './client.mjs';
import {eventually, startGateway} from './gateway.mjs';

const lateMsMax = 2_000;  // generous: a sanitized build on a busy machine; bench/ measures how late it really is

let gateway;
let client;
before(async () => {
  gateway = await startGateway({
    silent: 'sim/words-5?first=600s', 'early-head': 'sim/words-5?first=600s&early_head', talking: 'sim/words-20000?rate=40',
  });
  client = clientOf(gateway);
});
after(() => gateway.stop());

let calls = 0;
/** A text that no other call of this run contains. */
const nonce = () => `hangup-${process.pid}-${++calls}`;

async function callWith(text) {
  return (await gateway.simulatedCalls()).find(call => call.body.includes(text));
}

/** The upstream has seen its caller leave, at most lateMsMax after `msFromStart`: ours, counted from before the request. */
async function checkUpstreamWasLeft(context, text, msFromStart) {
  const call = await eventually(async () => {
    const found = await callWith(text);
    return found?.outcome !== 'open' && found;
  }, 'the end of the upstream call');
  assert.equal(call.outcome, 'caller_left');
  const late = call.caller_left_ms - msFromStart;
  context.diagnostic(`upstream closed at most ${Math.max(0, late).toFixed(0)} ms after the caller left`);
  assert.ok(late < lateMsMax, `${late} ms`);
}

test('a caller who leaves in the middle of a stream', async context => {
  const text = nonce();
  const started = performance.now();
  const stream = await client.chat.completions.create({model: 'talking', messages: say(text), stream: true});
  let chunks = 0;
  for await (const _ of stream) {
    if (++chunks === 5) break;  // the client aborts its request when the loop is left
  }
  await checkUpstreamWasLeft(context, text, performance.now() - started);
});

for (const [model, stream] of [['silent', true], ['silent', false], ['early-head', true], ['talking', false]]) {
  test(`a caller who leaves before the first byte: ${model}, ${stream ? 'streamed' : 'whole'}`, async context => {
    const text = nonce();
    const controller = new AbortController();
    const started = performance.now();
    const answer = client.chat.completions.create({model, messages: say(text), stream}, {signal: controller.signal});
    const rejected = assert.rejects(answer, {name: 'Error', message: /abort/i});
    await eventually(() => callWith(text), 'the upstream call');
    controller.abort();
    const left = performance.now() - started;
    await rejected;
    await checkUpstreamWasLeft(context, text, left);
  });
}

test('a caller whose client gives up by its own timeout', async context => {
  const text = nonce();
  const started = performance.now();
  await assert.rejects(client.chat.completions.create({model: 'silent', messages: say(text)}, {timeout: 1_000}),
                       /timed out/i);
  await checkUpstreamWasLeft(context, text, performance.now() - started);
});
