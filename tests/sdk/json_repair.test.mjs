// The step json-repair, seen by the official client: over a model that answers whatever it is asked, so that each test says how the
// JSON is broken. And the same broken texts through npm's jsonrepair, beside ours: what both make of them is printed.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {isDeepStrictEqual} from 'node:util';

import {jsonrepair} from 'jsonrepair';
import {zodFunction, zodResponseFormat} from 'openai/helpers/zod';
import {z} from 'zod';
import {clientOf, post, say, weatherTool} from './client.mjs';
import {startGateway} from './gateway.mjs';

const steps = {post_processing_steps: [{type: 'json-repair'}]};
const streaming = {post_processing_steps: [{type: 'json-repair', mode: 'stream'}]};
const ticket = z.object({topic: z.string(), urgent: z.boolean()});
const format = zodResponseFormat(ticket, 'ticket');
const broken = {
  'a trailing comma': '{"topic": "billing", "urgent": true,}',
  'single quotes and Python': "{'topic': 'billing', 'urgent': True}",
  'a fence and prose': 'Here it is:\n```json\n{topic: billing, urgent: true}\n```\nAnything else?',
  'a missing bracket': '{"topic": "billing", "urgent": true',
  'two values, of which the schema takes one': '{"note": 1}\n{"topic": "billing", "urgent": true}',
};
const cases = readFileSync(path.join(import.meta.dirname, '../json_repair/cases.jsonl'), 'utf8').trim().split('\n').map(line => JSON.parse(line));

let gateway;
let client;
before(async () => {
  gateway = await startGateway({echo: 'sim/echo', slow: 'sim/echo?first=50ms&rate=400', tool: 'sim/tools-2?echo_arguments', words: 'sim/words-5'});
  client = clientOf(gateway);
});
after(() => gateway.stop());

const ask = (text, more = steps) => client.chat.completions.create({model: 'echo', messages: say(text), ...more});

async function streamed(model, text, more) {
  const pieces = [];
  for await (const chunk of await client.chat.completions.create({model, messages: say(text), stream: true, stream_options: {include_usage: true}, ...more})) {
    pieces.push(chunk);
  }
  return {pieces, text: pieces.map(chunk => chunk.choices[0]?.delta.content ?? '').join(''), usage: pieces.at(-1).usage};
}

for (const [what, text] of Object.entries(broken)) {
  test(`the client parses an answer with ${what}`, async () => {
    const {choices: [{message}]} = await client.chat.completions.parse({model: 'echo', messages: say(text), response_format: format, ...steps});
    assert.deepEqual(message.parsed, {topic: 'billing', urgent: true});
  });
}

test('a streamed answer is mended as a whole, and told as a stream', async () => {
  const {pieces, text, usage} = await streamed('echo', broken['single quotes and Python'], steps);
  assert.deepEqual(JSON.parse(text), {topic: 'billing', urgent: true});
  assert.equal(pieces.filter(chunk => chunk.choices[0]?.delta.content).length, 1);
  assert.equal(pieces.filter(chunk => chunk.choices[0]?.finish_reason === 'stop').length, 1);
  assert.ok(usage.completion_tokens > 0);
});

test('with mode stream an answer is mended while it comes', async () => {
  const {pieces, text} = await streamed('slow', `{lines: ['${'one two three '.repeat(20)}', 'four'],`, streaming);
  assert.deepEqual(JSON.parse(text), {lines: ['one two three '.repeat(20), 'four']});
  assert.ok(pieces.filter(chunk => chunk.choices[0]?.delta.content).length > 10, 'it came in pieces');
});

test('JSON comes back byte for byte', async () => {
  const text = '{ "a" : [1,2 ],\n"b":"\\u00e9 \\/", "n": 123456789012345678901234567890 }';
  assert.equal((await ask(text)).choices[0].message.content, text);
  assert.equal((await streamed('echo', text, steps)).text, text);
});

test('without the step nothing is mended', async () => {
  assert.equal((await ask('{a: 1,}', {})).choices[0].message.content, '{a: 1,}');
  assert.equal((await ask('{a: 1,}', {post_processing_steps: []})).choices[0].message.content, '{a: 1,}');
});

test('the same step twice does the same', async () => {
  const twice = {post_processing_steps: [...steps.post_processing_steps, ...steps.post_processing_steps]};
  assert.deepEqual(JSON.parse((await ask('{a: 1,}', twice)).choices[0].message.content), {a: 1});
});

test('an answer without JSON is a 500 that shows nothing of it', async () => {
  const refused = async more => {
    const response = await post(gateway, {model: 'echo', messages: say('The caller was polite.'), ...more});
    assert.equal(response.status, 500);
    assert.equal(response.headers.get('x-should-retry'), 'false');
    const body = await response.text();
    assert.ok(!body.includes('polite'), body);
    assert.equal(JSON.parse(body).message, 'failed to repair JSON output');
  };
  await refused(steps);
  await refused({...steps, stream: true});
  await refused({...streaming, stream: true});
  await assert.rejects(ask('The caller was polite.'), {status: 500});
});

test('the arguments of calls are mended, whole and streamed', async () => {
  const tools = [zodFunction({name: 'open_ticket', parameters: ticket}), weatherTool];
  const request = {model: 'tool', messages: say("{'topic': 'billing', urgent: True"), tools, ...steps};
  const {choices: [{message, finish_reason}]} = await client.chat.completions.create(request);
  assert.equal(finish_reason, 'tool_calls');
  assert.deepEqual(message.tool_calls.map(call => JSON.parse(call.function.arguments)), [{topic: 'billing', urgent: true}, {topic: 'billing', urgent: true}]);
  for (const more of [steps, streaming]) {
    const stream = client.chat.completions.stream({...request, ...more});
    const {choices: [choice]} = await stream.finalChatCompletion();
    assert.deepEqual(choice.message.tool_calls.map(call => JSON.parse(call.function.arguments)).at(0), {topic: 'billing', urgent: true});
  }
});

test('arguments without JSON are a 500', async () => {
  await assert.rejects(client.chat.completions.create({model: 'tool', messages: say('no idea'), tools: [weatherTool], ...steps}), {status: 500});
});

test('a step that nobody knows is a 400 that names it', async () => {
  await assert.rejects(ask('{}', {post_processing_steps: [{type: 'translate'}]}),
                       {status: 400, param: 'post_processing_steps', message: /post_processing_steps type "translate" is not supported/});
});

test('an answer that is mended is billed like any other', async () => {
  const {usage} = await ask('{a: 1,}');
  assert.ok(usage.completion_tokens > 0 && usage.prompt_tokens > 0);
});

test('every case of tests/json_repair is mended at the command line as it was meant; jsonrepair beside us', () => {
  const binary = path.resolve(process.env.PARLEY_BINARY ?? path.join(import.meta.dirname, '../../build/asan/parley'));
  const input = cases.map(({broken: text}) => `${JSON.stringify({broken: text})}\n`).join('');
  const done = spawnSync(binary, ['repair', '--lines'], {input, encoding: 'utf8', maxBuffer: 64 << 20});
  assert.equal(done.status, 0, done.stderr);
  const answers = done.stdout.trim().split('\n').map(line => JSON.parse(line));
  assert.equal(answers.length, cases.length);
  const theirs = cases.map(({broken: text}) => {
    try { return {ok: true, json: JSON.parse(jsonrepair(text))}; } catch { return {ok: false}; }
  });
  const plain = value => JSON.parse(JSON.stringify(value));  // a zero is a zero, whatever its sign
  const asMeant = (one, answer) => 'expected' in one ? answer.ok && isDeepStrictEqual(plain(answer.json), one.expected) : !answer.ok;
  const score = list => `${list.filter((answer, at) => asMeant(cases[at], answer)).length} of ${cases.length}`;
  console.log(`as meant: parley ${score(answers)}, jsonrepair ${score(theirs)}`);
  for (const [at, one] of cases.entries()) assert.ok(asMeant(one, answers[at]), `${one.group}, ${one.name}: ${JSON.stringify(answers[at])}`);
});
