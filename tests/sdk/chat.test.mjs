// Whole answers through the official client.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {clientOf, post, say} from './client.mjs';
import {credential, startGateway} from './gateway.mjs';

let gateway;
let client;
before(async () => {
  gateway = await startGateway({
    echo: 'sim/echo', fixed: 'sim/fixed', json: 'sim/json', reasoning: 'sim/reasoning', limited: 'sim/words-200',
  });
  client = clientOf(gateway);
});
after(() => gateway.stop());

test('a chat is answered', async () => {
  const completion = await client.chat.completions.create({model: 'echo', messages: say('Grüezi, 東京 🙂 "quoted"\n')});
  const [choice] = completion.choices;
  assert.equal(choice.message.content, 'Grüezi, 東京 🙂 "quoted"\n');
  assert.equal(choice.message.role, 'assistant');
  assert.equal(choice.finish_reason, 'stop');
  assert.equal(completion.object, 'chat.completion');
  assert.equal(completion.model, 'echo', 'the public name, not the upstream\'s');
});

test('usage is whole in both spellings', async () => {
  const {usage} = await client.chat.completions.create({model: 'fixed', messages: say('hello')});
  assert.ok(usage.prompt_tokens > 0 && usage.completion_tokens > 0);
  assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
  assert.equal(usage.input_tokens, usage.prompt_tokens);
  assert.equal(usage.output_tokens, usage.completion_tokens);
  assert.equal(usage.prompt_tokens_details.cached_tokens, 0);
  assert.equal(usage.prompt_tokens_details.cache_creation.ephemeral_5m_input_tokens, 0);
  assert.equal(usage.completion_tokens_details.reasoning_tokens, 0);
});

test('the request id is the same in header, body and completion id', async () => {
  const {data, request_id: id} = await client.chat.completions.create({model: 'echo', messages: say('hi')}).withResponse();
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(data._request_id, id);
  assert.equal(data.request_id, id);
  assert.equal(data.id, `chatcmpl-${id}`);
});

test('the answer carries the gateway\'s own fields', async () => {
  const completion = await client.chat.completions.create(
      {model: 'echo', messages: say('a secret'), temperature: 0.5, max_tokens: 100});
  assert.ok(Number.isInteger(completion.response_time) && completion.response_time > 0, 'nanoseconds');
  assert.equal(completion.llm_status_code, 200);
  assert.equal(completion.http_status_code, 200);
  assert.equal(completion.request.model, 'echo');
  assert.equal(completion.request.temperature, 0.5);
  assert.equal(completion.request.max_tokens, 100);
  assert.ok(!JSON.stringify(completion.request).includes('a secret'), 'message text is never echoed');
  assert.equal(completion.choices[0].native_finish_reason, 'stop');
});

test('JSON mode answers JSON', async () => {
  const plain = await client.chat.completions.create(
      {model: 'json', messages: say('an object'), response_format: {type: 'json_object'}});
  assert.equal(typeof JSON.parse(plain.choices[0].message.content), 'object');
  const schema = {
    type: 'object', properties: {name: {type: 'string'}, count: {type: 'integer'}}, required: ['name', 'count'],
    additionalProperties: false,
  };
  const typed = await client.chat.completions.create({
    model: 'json', messages: say('by schema'),
    response_format: {type: 'json_schema', json_schema: {name: 'thing', strict: true, schema}},
  });
  assert.deepEqual(Object.keys(JSON.parse(typed.choices[0].message.content)).sort(), ['count', 'name']);
});

test('reasoning comes beside the answer under both names', async () => {
  const {choices: [{message}]} = await client.chat.completions.create({model: 'reasoning', messages: say('why?')});
  assert.ok(message.reasoning_content.length > 0);
  assert.equal(message.thinking, message.reasoning_content);
  assert.ok(!message.content.includes(message.reasoning_content));
});

test('a token limit ends the answer with length', async () => {
  const {choices: [choice]} = await client.chat.completions.create(
      {model: 'limited', messages: say('go on'), max_completion_tokens: 5});
  assert.equal(choice.finish_reason, 'length');
});

test('unknown fields reach the upstream, ours and dangerous ones do not', async () => {
  const passed = {seed: 7, top_k: 40, vendor_option: {deep: [1, 123456789012345678901234567890n.toString()]}};
  const cut = {api_key: 'sk-x', api_base: 'http://127.0.0.1:1', base_url: 'http://127.0.0.1:1', provider: 'nobody',
               model_region: 'global'};
  const nonce = `fields-${process.pid}`;
  await client.chat.completions.create({model: 'echo', messages: say(nonce), ...passed, ...cut});
  const sent = (await gateway.simulatedCalls()).find(call => call.body.includes(nonce));
  const body = JSON.parse(sent.body);
  for (const [name, value] of Object.entries(passed)) assert.deepEqual(body[name], value, name);
  for (const name of Object.keys(cut)) assert.ok(!(name in body), name);
  assert.equal(body.model, 'sim/echo');
  const headers = Object.fromEntries(sent.headers.map(([name, value]) => [name.toLowerCase(), value]));
  assert.equal(headers.authorization, `Bearer ${credential}`);
  assert.ok(!Object.keys(headers).some(name => name.startsWith('x-stainless')), 'headers are built anew');
  assert.ok(!JSON.stringify(sent).includes(gateway.key), 'the caller\'s key stays here');
});

test('fields of caching and bookkeeping reach the upstream', async () => {
  const passed = {prompt_cache_key: 'call-7', prompt_cache_retention: '24h', metadata: {a: 'b'}, store: false, service_tier: 'flex',
                  safety_identifier: 'u-1', user: 'u-1'};
  const nonce = `bookkeeping-${process.pid}`;
  await client.chat.completions.create({model: 'echo', messages: say(nonce), ...passed});
  const body = JSON.parse((await gateway.simulatedCalls()).find(call => call.body.includes(nonce)).body);
  for (const [name, value] of Object.entries(passed)) assert.deepEqual(body[name], value, name);
});

test('a big integer in an unknown field keeps its digits', async () => {
  const nonce = `digits-${process.pid}`;
  const answer = await post(gateway, `{"model":"echo","messages":[{"role":"user","content":"${nonce}"}],` +
                                     '"vendor_number":123456789012345678901234567890}');
  assert.equal(answer.status, 200);
  const sent = (await gateway.simulatedCalls()).find(call => call.body.includes(nonce));
  assert.match(sent.body, /"vendor_number":\s*123456789012345678901234567890[,}]/);
});

test('a key without a scheme is accepted', async () => {
  const answer = await post(gateway, {model: 'echo', messages: say('raw key')}, {authorization: gateway.key});
  assert.equal(answer.status, 200);
  assert.equal((await answer.json()).choices[0].message.content, 'raw key');
});

test('models are listed', async () => {
  const ids = [];
  for await (const model of client.models.list()) {
    assert.equal(model.object, 'model');
    ids.push(model.id);
  }
  assert.deepEqual(ids.sort(), ['echo', 'fixed', 'json', 'limited', 'reasoning']);
});

test('one model can be looked up, and tells what it can and costs', async () => {
  const model = await client.models.retrieve('echo');
  assert.equal(model.id, 'echo');
  assert.equal(model.owned_by, 'up');
  assert.equal(model.retirement_date, 0);
  assert.ok(model.supported_parameters.includes('stream'));
  assert.deepEqual(model.available_regions, ['us']);
  assert.deepEqual(model.default_provider, {id: 'up', name: 'up'});
  assert.deepEqual(model.pricing.global, {prompt: -1, completions: -1}, 'nobody stated a price');
});
