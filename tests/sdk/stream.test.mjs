// Streamed answers through the official client, and their chunks on the bytes.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {readStream} from './chunk_contract.mjs';
import {clientOf, post, say} from './client.mjs';
import {startGateway} from './gateway.mjs';

// Streams that say the same in different ways, and what each is expected to have said.
const spellings = {
  plain: 'sim/words-40',
  crlf: 'sim/words-40?crlf',
  comments: 'sim/words-40?comments',
  'double-done': 'sim/words-40?double_done',
  'no-done': 'sim/words-40?no_done',
  dripping: 'sim/words-40?drip=0ms',
  'early-head': 'sim/words-40?first=50ms&early_head',
  paced: 'sim/words-40?first=20ms&rate=400&jitter=0.5',
  'closing': 'sim/words-40?close_after',
};

let gateway;
let client;
let expected;
before(async () => {
  gateway = await startGateway({...spellings, echo: 'sim/echo', reasoning: 'sim/reasoning', long: 'sim/long-512'});
  client = clientOf(gateway);
  const whole = await client.chat.completions.create({model: 'plain', messages: say('go')});
  expected = whole.choices[0].message.content;
});
after(() => gateway.stop());

test('the client reads the content of a stream', async () => {
  let content = '';
  let finishReason = null;
  const stream = await client.chat.completions.create({model: 'plain', messages: say('go'), stream: true});
  for await (const chunk of stream) {
    content += chunk.choices[0]?.delta.content ?? '';
    finishReason = chunk.choices[0]?.finish_reason ?? finishReason;
  }
  assert.equal(content, expected);
  assert.equal(finishReason, 'stop');
});

test('the client\'s stream helper builds the whole completion', async () => {
  const completion = await client.chat.completions.stream({model: 'plain', messages: say('go')}).finalChatCompletion();
  assert.equal(completion.choices[0].message.content, expected);
});

for (const model of Object.keys(spellings)) {
  test(`chunks keep their contract: ${model}`, async () => {
    const answer = await post(gateway, {model, messages: say('go'), stream: true});
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-type'), /^text\/event-stream/);
    const said = readStream(await answer.text());
    assert.equal(said.content, expected);
    assert.equal(said.finishReason, 'stop');
    assert.equal(said.chunks[0].model, model);
    assert.equal(said.chunks[0].request_id, answer.headers.get('x-request-id'));
  });
}

test('any text survives a stream', async () => {
  const text = 'data: [DONE]\n\n\r\n"quotes" \\back\\ </s> 🙂 ünï \u0001 \u2028 { } : ping';
  const answer = await post(gateway, {model: 'echo', messages: say(text), stream: true});
  assert.equal(readStream(await answer.text()).content, text);
});

test('half a megabyte is streamed whole', async () => {
  const answer = await post(gateway, {model: 'long', messages: say('go'), stream: true, max_tokens: 200_000});
  const said = readStream(await answer.text());
  assert.equal(said.content.length, 512 * 1024);
  assert.equal(said.finishReason, 'stop');
});

test('usage is streamed when asked for', async () => {
  const request = {model: 'plain', messages: say('go'), stream: true, stream_options: {include_usage: true}};
  const {usage} = readStream(await (await post(gateway, request)).text(), {usage: true});
  assert.ok(usage.prompt_tokens > 0 && usage.completion_tokens > 0);
  assert.ok(!('input_tokens' in usage), 'streams carry the OpenAI names only');
});

test('usage is not streamed when not asked for, though the upstream is asked', async () => {
  const nonce = `usage-${process.pid}`;
  const answer = await post(gateway, {model: 'echo', messages: say(nonce), stream: true});
  readStream(await answer.text(), {usage: false});
  const sent = (await gateway.simulatedCalls()).find(call => call.body.includes(nonce));
  assert.equal(JSON.parse(sent.body).stream_options.include_usage, true);
});

test('reasoning is streamed apart from the content', async () => {
  const answer = await post(gateway, {model: 'reasoning', messages: say('why?'), stream: true});
  const said = readStream(await answer.text());
  assert.ok(said.reasoning.length > 0 && said.content.length > 0);
  assert.ok(!said.content.includes(said.reasoning));
});

test('nothing on the way is asked to hold a stream back', async () => {
  const answer = await post(gateway, {model: 'echo', messages: say('hi'), stream: true});
  assert.equal(answer.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  assert.equal(answer.headers.get('cache-control'), 'no-cache');
  assert.equal(answer.headers.get('x-accel-buffering'), 'no');
  assert.equal(answer.headers.get('content-encoding'), null);
  await answer.text();
});

test('the request id of a stream is in its header', async () => {
  const {data, request_id: id} =
      await client.chat.completions.create({model: 'echo', messages: say('hi'), stream: true}).withResponse();
  let first;
  for await (const chunk of data) first ??= chunk;
  assert.equal(first.request_id, id);
  assert.equal(first.id, `chatcmpl-${id}`);
});
