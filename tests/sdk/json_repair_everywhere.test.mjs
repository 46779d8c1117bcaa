// JSON that breaks in twenty ways, on every dialect, through the official client's own parsing: all of it is parsed. And the public
// contract's own table of broken answers, row by row, through the endpoint.
// Sources: AssemblyAI docs, "Post-processing" (what is mended, and 500 for what cannot be); the rest of the table is Parley's choice, and
// explained in docs/decisions/0015.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {zodFunction, zodResponseFormat} from 'openai/helpers/zod';
import {z} from 'zod';
import {clientOf, post, say} from './client.mjs';
import {dialects, startEveryDialect} from './conversations.mjs';

const repair = {post_processing_steps: [{type: 'json-repair'}]};
const guard = {post_processing_steps: [{type: 'schema-guard'}]};
const both = {post_processing_steps: [{type: 'json-repair'}, {type: 'schema-guard'}]};
const ticket = z.object({topic: z.string(), urgent: z.boolean(), tags: z.array(z.string()), seats: z.number()});
const format = zodResponseFormat(ticket, 'ticket');
const meant = {topic: 'billing', urgent: true, tags: ['new', 'eu'], seats: 3};
const waysToBreak = {
  'nothing is broken': '{"topic": "billing", "urgent": true, "tags": ["new", "eu"], "seats": 3}',
  'a comma behind the last member': '{"topic": "billing", "urgent": true, "tags": ["new", "eu",], "seats": 3,}',
  'single quotes': "{'topic': 'billing', 'urgent': true, 'tags': ['new', 'eu'], 'seats': 3}",
  'typographic quotes': '{“topic”: “billing”, “urgent”: true, “tags”: [“new”, “eu”], “seats”: 3}',
  'keys without quotes': '{topic: "billing", urgent: true, tags: ["new", "eu"], seats: 3}',
  'texts without quotes': '{"topic": billing, "urgent": true, "tags": [new, eu], "seats": 3}',
  'words of Python': '{"topic": "billing", "urgent": True, "tags": ("new", "eu"), "seats": 3}',
  'a fence': '```json\n{"topic": "billing", "urgent": true, "tags": ["new", "eu"], "seats": 3}\n```',
  'a fence that is never closed': '```\n{"topic": "billing", "urgent": true, "tags": ["new", "eu"], "seats": 3}',
  'prose around it': 'Here you are:\n{"topic": "billing", "urgent": true, "tags": ["new", "eu"], "seats": 3}\nAnything else?',
  'a missing last bracket': '{"topic": "billing", "urgent": true, "seats": 3, "tags": ["new", "eu"]',
  'missing last brackets': '{"topic": "billing", "urgent": true, "seats": 3, "tags": ["new", "eu"',
  'a cut in a text': '{"topic": "billing", "urgent": true, "seats": 3, "tags": ["new", "eu',
  'a missing first bracket': '"topic": "billing", "urgent": true, "tags": ["new", "eu"], "seats": 3}',
  'missing commas': '{"topic": "billing" "urgent": true\n"tags": ["new" "eu"] "seats": 3}',
  'a comma too many': '{"topic": "billing",, "urgent": true, "tags": [,"new", "eu"], "seats": 3}',
  'a missing colon': '{"topic" "billing", "urgent": true, "tags" ["new", "eu"], "seats": 3}',
  'comments': '{"topic": "billing", // what it is about\n "urgent": true, /* yes */ "tags": ["new", "eu"], "seats": 3}',
  'a wrong bracket': '{"topic": "billing", "urgent": true, "tags": ["new", "eu"}, "seats": 3}',
  'a bracket too many': '{"topic": "billing", "urgent": true, "tags": ["new", "eu"], "seats": 3}}',
  'a number as JavaScript has it': '{"topic": "billing", "urgent": true, "tags": ["new", "eu"], "seats": 3.}',
};

/** The contract's table: what the model says, and what JSON comes of it. Nothing: what is JSON stays as it is, and what holds none is a 500. */
const contract = [
  ['{"a": 1,}', {a: 1}], ["{'a': 'b'}", {a: 'b'}], ['{a: 1, b: [1, 2,],}', {a: 1, b: [1, 2]}], ['{"a": [1, 2', {a: [1, 2]}],
  ['{"q": "she said "no" twice"}', {q: 'she said "no" twice'}], ['```json\n{"a":1}\n```', {a: 1}], ['Here you go: {"a":1} Hope it helps', {a: 1}],
  ['{"a": True, "b": None, "c": NaN}', {a: true, b: null, c: null}], ['{"a": "line1\nline2"}', {a: 'line1\nline2'}],
  ['{"a": 1 /* x */, "b": 2 // y\n}', {a: 1, b: 2}], ['{"a": 1}{"b": 2}', [{a: 1}, {b: 2}]], ['{"a": tru', {a: true}], ['"a": 1}', {a: 1}],
  ['The caller was polite.'], ['<!DOCTYPE html>\n<html><body>{"a": 1}</body></html>'], ['/* {"a": 1} */'], ['// nothing'], ['...'], ['{"n": 12345678901234567890123}'],
];

let gateway;
let client;
before(async () => {
  gateway = await startEveryDialect({echo: 'echo', tool: 'tool?echo_arguments'});
  client = clientOf(gateway);
});
after(() => gateway.stop());

for (const [what, text] of Object.entries(waysToBreak)) {
  test(`parsed on every dialect: ${what}`, async () => {
    for (const dialect of dialects) {
      const request = {model: `${dialect}/echo`, messages: say(text), response_format: format};
      for (const steps of [repair, both]) {
        const whole = await client.chat.completions.parse({...request, ...steps});
        assert.deepEqual(whole.choices[0].message.parsed, meant, dialect);
      }
      const stream = client.chat.completions.stream({...request, ...both});
      assert.deepEqual((await stream.finalChatCompletion()).choices[0].message.parsed, meant, `${dialect}, streamed`);
    }
  });

  test(`arguments parsed: ${what}`, async () => {
    const request = {model: 'openai/tool', messages: say(text), tools: [zodFunction({name: 'open_ticket', parameters: ticket})], ...both};
    const whole = await client.chat.completions.parse(request);
    assert.deepEqual(whole.choices[0].message.tool_calls[0].function.parsed_arguments, meant);
  });
}

test('there are twenty ways to break', () => assert.equal(Object.keys(waysToBreak).length - 1, 20));

test('the contract\'s table, row by row, on every dialect', async () => {
  for (const dialect of dialects) {
    for (const [text, json] of contract) {
      const response = await post(gateway, {model: `${dialect}/echo`, messages: say(text), ...repair});
      const body = await response.json();
      const isJson = isParsable(text);
      assert.equal(response.status, json || isJson ? 200 : 500, `${dialect}: ${text}`);
      if (json) assert.deepEqual(JSON.parse(body.choices[0].message.content), json, `${dialect}: ${text}`);
      if (isJson) assert.equal(body.choices[0].message.content, text, 'byte for byte');
    }
  }
});

function isParsable(text) {
  try { return JSON.parse(text) !== undefined; } catch { return false; }
}

test('the contract\'s rows about calls: no content stays none, empty arguments are an empty object', async () => {
  const tools = [{type: 'function', function: {name: 'look', parameters: {type: 'object', properties: {}}}}];
  const arguments_ = async text => {
    const {choices: [{message}]} = await client.chat.completions.create({model: 'openai/tool', messages: say(text), tools, ...repair});
    assert.equal(message.content, null);
    return message.tool_calls[0].function.arguments;
  };
  assert.equal(await arguments_('{"a": 1,'), '{"a": 1}');
  assert.equal(await arguments_(' '), '{}');
});

test('the contract\'s row about several values: the first that satisfies the schema', async () => {
  for (const dialect of dialects) {
    const text = `{"note": 1}\n${waysToBreak['words of Python']}\n{"topic": "other"}`;
    const whole = await client.chat.completions.parse({model: `${dialect}/echo`, messages: say(text), response_format: format, ...repair});
    assert.deepEqual(whole.choices[0].message.parsed, meant, dialect);
  }
});

test('a model that broke its schema is told so on every dialect', async () => {
  for (const dialect of dialects) {
    for (const more of [{}, {stream: true}, {messages: undefined, prompt: '{"topic": 1}'}]) {
      const before = (await gateway.simulatedCalls()).length;
      const response = await post(gateway, {model: `${dialect}/echo`, messages: say('{"topic": 1}'), response_format: format, ...guard, ...more});
      const {message, metadata} = await response.json();
      assert.equal(message, 'failed to validate JSON output', dialect);
      assert.deepEqual(metadata.attempts.map(({status, error}) => [status, error]), [[200, 'schema_violated'], [200, 'schema_violated']], dialect);
      const [, corrected] = (await gateway.simulatedCalls()).slice(before);
      assert.ok(corrected.body.includes('content.urgent is missing'), dialect);
    }
  }
});
