// The step schema-guard, seen by the official client: over models that answer whatever they are asked, so that each test says how the
// answer breaks its schema; and over models whose second answer is a better one.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {zodFunction, zodResponseFormat} from 'openai/helpers/zod';
import {z} from 'zod';
import {clientOf, post, say} from './client.mjs';
import {eventually, startGateway} from './gateway.mjs';

const guard = {post_processing_steps: [{type: 'schema-guard'}]};
const both = {post_processing_steps: [{type: 'json-repair'}, {type: 'schema-guard'}]};
const once = {fallback_config: {retry: false}};
const ticket = z.object({topic: z.string(), urgent: z.boolean(), tags: z.array(z.enum(['new', 'old'])), seats: z.number().int().nullable()});
const format = zodResponseFormat(ticket, 'ticket');
const good = {topic: 'billing', urgent: true, tags: ['new'], seats: 3};
const nearly = JSON.stringify({topic: 'billing', urgent: 'true', tags: 'new', seats: '3', note: 'secret'});

let gateway;
let client;
before(async () => {
  const script = {
    moody: ['echo', 'json'],             // the second answer fits whatever schema is asked for
    moody_tool: ['tool?echo_arguments', 'tool'],
    stubborn: 'echo',
    late: ['echo', 'echo?status=500'],
  };
  const names = Object.fromEntries(Object.keys(script).map(name => [name, `sim/${name}`]));
  gateway = await startGateway({echo: 'sim/echo', slow: 'sim/echo?rate=400', tool: 'sim/tool?echo_arguments', ...names}, {}, {script});
  client = clientOf(gateway);
});
after(() => gateway.stop());

const parsed = async (model, text, more = guard) =>
    (await client.chat.completions.parse({model, messages: say(text), response_format: format, ...more})).choices[0].message.parsed;

/** The body of a refused request. */
async function refused(model, text, more) {
  const response = await post(gateway, {model, messages: say(text), response_format: format, ...guard, ...more});
  const body = await response.text();
  assert.equal(response.status, 500, body);
  assert.equal(response.headers.get('x-should-retry'), 'false');
  assert.ok(!body.includes('secret'), body);
  return JSON.parse(body);
}

test('an answer that fits comes back byte for byte', async () => {
  const text = JSON.stringify(good, null, 1);
  const {choices: [{message}]} = await client.chat.completions.create({model: 'echo', messages: say(text), response_format: format, ...guard});
  assert.equal(message.content, text);
});

test('an answer that says what it means is put in the form of its schema', async () => {
  assert.deepEqual(await parsed('echo', nearly), good);
});

test('what is almost JSON is mended first where both steps are asked for', async () => {
  assert.deepEqual(await parsed('echo', "Sure! {topic: 'billing', urgent: 'True', tags: 'new', seats: '3',", both), good);
});

test('a streamed answer is held against its schema as a whole', async () => {
  const stream = client.chat.completions.stream({model: 'slow', messages: say(nearly), response_format: format, ...guard});
  const {choices: [{message, finish_reason}]} = await stream.finalChatCompletion();
  assert.deepEqual(message.parsed, good);
  assert.equal(finish_reason, 'stop');
});

test('an answer that breaks its schema is a 500 that lists places and rules, and shows nothing of it', async () => {
  const text = '{"topic": "secret", "urgent": "secret", "tags": [], "seats": 1.5}';
  for (const stream of [false, true]) {
    const body = await refused('stubborn', text, {...once, stream});
    assert.equal(body.message, 'failed to validate JSON output');
    assert.deepEqual(body.metadata.errors, ['content.urgent must be a boolean', 'content.seats must be an integer or null']);
  }
});

test('a model is asked once more, and told what was wrong', async () => {
  const before = (await gateway.simulatedCalls()).length;
  assert.equal(typeof (await parsed('moody', '{"topic": 1}')).topic, 'string');
  const calls = (await gateway.simulatedCalls()).slice(before).map(({body}) => JSON.parse(body));
  assert.equal(calls.length, 2);
  const [question, shown, told] = calls[1].messages;
  assert.deepEqual([question.content, shown.role, shown.content, told.role], ['{"topic": 1}', 'assistant', '{"topic": 1}', 'user']);
  assert.match(told.content, /content\.urgent is missing/);
});

test('a model that does no better is not asked a third time', async () => {
  const before = (await gateway.simulatedCalls()).length;
  const {metadata} = await refused('stubborn', '[]');
  assert.deepEqual(metadata.attempts.map(({error}) => error), ['schema_violated', 'schema_violated']);
  assert.equal((await gateway.simulatedCalls()).length - before, 2);
});

test('a second answer that fails upstream is told as what it is', async () => {
  const response = await post(gateway, {model: 'late', messages: say('[]'), response_format: format, ...guard});
  assert.equal(response.status, 502, await response.clone().text());
  const {metadata} = await response.json();
  assert.equal(metadata.attempts[0].error, 'schema_violated');
  assert.equal(metadata.attempts[1].status, 500);
});

test('the arguments of strict tools are held against their parameters', async () => {
  const tools = [zodFunction({name: 'open_ticket', parameters: ticket})];
  assert.equal(tools[0].function.strict, true);
  const {choices: [{message}]} = await client.chat.completions.parse({model: 'tool', messages: say(nearly), tools, ...guard});
  assert.deepEqual(message.tool_calls[0].function.parsed_arguments, good);
  const refusal = await post(gateway, {model: 'tool', messages: say('{"topic":"secret"}'), tools, ...guard, ...once});
  assert.equal(refusal.status, 500);
  assert.deepEqual((await refusal.json()).metadata.errors[0], 'tool_calls[0].function.arguments.urgent is missing');
  const second = await client.chat.completions.parse({model: 'moody_tool', messages: say('{"topic":"secret"}'), tools, ...guard});
  assert.equal(typeof second.choices[0].message.tool_calls[0].function.parsed_arguments.urgent, 'boolean');
});

test('a tool that is not strict is called as the model likes', async () => {
  const tools = [{type: 'function', function: {name: 'open_ticket', parameters: {type: 'object', required: ['topic']}}}];
  const {choices: [{message}]} = await client.chat.completions.create({model: 'tool', messages: say('{}'), tools, ...guard});
  assert.equal(message.tool_calls[0].function.arguments, '{}');
});

test('a schema that cannot be checked is a 400 before anybody is asked', async () => {
  const before = (await gateway.simulatedCalls()).length;
  const schema = {type: 'object', properties: {a: {$ref: 'https://example.com/a.json'}}};
  const response_format = {type: 'json_schema', json_schema: {name: 'a', schema}};
  await assert.rejects(client.chat.completions.create({model: 'echo', messages: say('{}'), response_format, ...guard}),
                       {status: 400, param: 'response_format', message: /response_format is invalid: schema-guard: \$ref at byte \d+ of the schema/});
  await client.chat.completions.create({model: 'echo', messages: say('{}'), response_format});  // without the step it is the provider's to judge
  assert.equal((await gateway.simulatedCalls()).length - before, 1);
});

test('a long answer is held against its schema, too', async () => {
  const long = JSON.stringify({topic: 'x'.repeat(100_000), urgent: 'false', tags: [], seats: null});
  const room = {max_tokens: 1_000_000};
  assert.equal((await parsed('echo', long, {...guard, ...room})).urgent, false);
  const stream = client.chat.completions.stream({model: 'echo', messages: say(long), response_format: format, ...guard, ...room});
  assert.equal((await stream.finalChatCompletion()).choices[0].message.parsed.topic.length, 100_000);
  const broken = await refused('stubborn', JSON.stringify({topic: 'secret'.repeat(20_000)}), {...once, ...room});
  assert.equal(broken.metadata.errors.length, 3);
});

test('callers who leave while a long answer is checked disturb nobody', async () => {
  const long = JSON.stringify({topic: 'x'.repeat(2_000_000), urgent: 'false', tags: [], seats: null});
  const before = (await gateway.simulatedCalls()).length;
  const request = {model: 'echo', messages: say(long), response_format: format, max_tokens: 1_000_000, ...guard};
  const aborts = [1, 2, 3, 4].map(() => new AbortController());
  const leaving = aborts.map(({signal}) => client.chat.completions.create(request, {signal}));
  const ended = Promise.allSettled(leaving);
  await eventually(async () => (await gateway.simulatedCalls()).length >= before + aborts.length, 'that all are asked');
  for (const abort of aborts) abort.abort();
  await ended;
  assert.deepEqual(await parsed('echo', nearly), good);
});
