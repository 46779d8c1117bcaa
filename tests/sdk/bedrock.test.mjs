// OpenAI's client, through Parley, to a simulated Bedrock that checks every signature and refuses what Bedrock refuses.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {clientOf} from './client.mjs';
import {startGateway} from './gateway.mjs';

const haiku = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
const older = 'us.anthropic.claude-sonnet-4-20250514-v1:0';
const thinker = 'us.anthropic.claude-haiku-4-5-thinker';
const script = {[haiku]: 'echo', [older]: 'json', [thinker]: 'reasoning'};
let gateway;
let client;
before(async () => {
  gateway = await startGateway(
      {haiku, older, words: 'words-20', tool: 'tools-2', think: thinker, slow: 'words-5?cut=3',
       throttled: 'fixed?status=429&retry_after=7', exception: 'words-20?error_in_stream=5', early: 'fixed?error_in_stream=0'},
      {}, {dialect: 'bedrock', script});
  client = clientOf(gateway);
});
after(() => gateway.stop());

const messages = [{role: 'user', content: 'Say something.'}];
const once = {fallback_config: {retry: false}};
const tools = [{type: 'function', function: {name: 'look_up_weather',
  parameters: {type: 'object', properties: {city: {type: 'string'}, days: {type: 'integer'}}, required: ['city', 'days']}}}];

async function collect(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}
const textOf = chunks => chunks.map(chunk => chunk.choices[0]?.delta.content ?? '').join('');

test('an answer, its tokens, and a path that is encoded', async () => {
  const answer = await client.chat.completions.create({model: 'haiku', messages});
  assert.equal(answer.choices[0].message.content, 'Say something.');
  assert.equal(answer.choices[0].finish_reason, 'stop');
  assert.equal(answer.usage.completion_tokens, Math.ceil('Say something.'.length / 4));
  const call = (await gateway.simulatedCalls()).findLast(({path}) => path.includes('haiku-4-5'));
  assert.equal(call.path, '/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse');
});

test('a stream tells the same as a whole answer', async () => {
  const chunks = await collect(await client.chat.completions.create(
      {model: 'words', messages, stream: true, stream_options: {include_usage: true}}));
  const whole = await client.chat.completions.create({model: 'words', messages});
  assert.equal(textOf(chunks), whole.choices[0].message.content);
  assert.deepEqual(chunks.at(-1).usage.completion_tokens, whole.usage.completion_tokens);
});

test('tools are called in parallel and answered, streamed', async () => {
  const asked = await client.chat.completions.stream({model: 'tool', messages, tools}).finalChatCompletion();
  const {message, finish_reason} = asked.choices[0];
  assert.equal(finish_reason, 'tool_calls');
  assert.equal(message.tool_calls.length, 2);
  const results = message.tool_calls.toReversed().map(({id}) => ({role: 'tool', tool_call_id: id, content: 'sunny'}));
  const spoken = await client.chat.completions.create(
      {model: 'tool', tools, messages: [...messages, {role: 'assistant', tool_calls: message.tool_calls}, ...results]});
  assert.equal(spoken.choices[0].finish_reason, 'stop');
});

test('thoughts come back where they must', async () => {
  const request = {model: 'think', messages, reasoning_effort: 'low', max_tokens: 100};
  const answer = await client.chat.completions.create(request);
  assert.ok(answer.choices[0].message.reasoning_content.length > 0);
  assert.ok(answer.choices[0].message.provider_state.anthropic.thinking[0].signature);
  const again = await client.chat.completions.create(
      {...request, messages: [...messages, answer.choices[0].message, {role: 'user', content: 'And again?'}]});
  assert.equal(again.choices[0].finish_reason, 'stop');
});

test('a form that an older model cannot have is a tool, and the answer a text', async () => {
  const schema = {type: 'object', properties: {day: {type: 'string'}}, required: ['day'], additionalProperties: false};
  const request = {model: 'older', messages, response_format: {type: 'json_schema', json_schema: {name: 'visit', schema}}};
  const whole = await client.chat.completions.create(request);
  assert.equal(typeof JSON.parse(whole.choices[0].message.content).day, 'string');
  assert.equal(whole.choices[0].message.tool_calls, undefined);
  const chunks = await collect(await client.chat.completions.create({...request, stream: true}));
  assert.equal(textOf(chunks), whole.choices[0].message.content);
});

test('throttling is told as it is, with the wait that was asked for', async () => {
  await assert.rejects(client.chat.completions.create({model: 'throttled', messages, ...once}), error => {
    assert.equal(error.status, 429);
    assert.equal(error.headers.get('retry-after'), '7');
    return true;
  });
});

test('an exception before the first word is a status', async () => {
  await assert.rejects(client.chat.completions.create({model: 'early', messages, stream: true, ...once}), {status: 502});
});

test('an exception in the middle, and an end that is none, are errors', async () => {
  for (const model of ['exception', 'slow']) {
    const stream = await client.chat.completions.create({model, messages, stream: true, ...once});
    await assert.rejects(collect(stream), model);
  }
});

test('requests are signed, and what signs them is nowhere to be seen', async () => {
  await client.chat.completions.create({model: 'haiku', messages});
  const call = (await gateway.simulatedCalls()).at(-1);
  const fields = Object.fromEntries(call.headers);
  assert.match(fields.authorization, /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/bedrock\/aws4_request, /);
  assert.equal(JSON.stringify(call).includes('wJalrXUtnFEMI'), false);
});
