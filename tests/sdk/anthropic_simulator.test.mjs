// Anthropic's own client against the simulated upstream alone: what our tests of the dialect ask must look to it like Anthropic.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import Anthropic from '@anthropic-ai/sdk';

import {startGateway} from './gateway.mjs';

let gateway;
let client;
before(async () => {
  gateway = await startGateway({any: 'sim/fixed'});
  client = new Anthropic({baseURL: gateway.simulatorUrl, apiKey: 'sk-ant-1', maxRetries: 0});
});
after(() => gateway.stop());

const hello = [{role: 'user', content: 'Say something.'}];
const weather = {
  name: 'look_up_weather',
  input_schema: {type: 'object', properties: {city: {type: 'string'}, days: {type: 'integer'}}, required: ['city', 'days']},
};
const thinking = {type: 'enabled', budget_tokens: 1024};

test('a message', async () => {
  const message = await client.messages.create({model: 'sim/echo?cached=2', max_tokens: 100, messages: hello});
  assert.deepEqual(message.content, [{type: 'text', text: 'Say something.'}]);
  assert.equal(message.stop_reason, 'end_turn');
  assert.match(message.id, /^msg_/);
  assert.match(message._request_id, /^req_/);
  assert.equal(message.usage.cache_read_input_tokens, 2);
  assert.equal(message.usage.input_tokens + 2, Math.ceil('Say something.'.length / 4));
});

test('a message that is cut', async () => {
  const message = await client.messages.create({model: 'sim/words-50', max_tokens: 5, messages: hello});
  assert.equal(message.stop_reason, 'max_tokens');
  assert.equal(message.usage.output_tokens, 5);
});

test('a stream is put together by the client', async () => {
  const stream = client.messages.stream({model: 'sim/words-20', max_tokens: 1000, messages: hello});
  let text = '';
  stream.on('text', piece => { text += piece; });
  const message = await stream.finalMessage();
  assert.equal(message.content[0].text, text);
  assert.equal(text.split(' ').length, 20);
  const whole = await client.messages.create({model: 'sim/words-20', max_tokens: 1000, messages: hello});
  assert.deepEqual(message.content, whole.content);
  assert.deepEqual(message.usage.output_tokens, whole.usage.output_tokens);
});

test('tools are called in parallel and answered, streamed', async () => {
  const request = {model: 'sim/tools-2', max_tokens: 1000, messages: [...hello], tools: [weather]};
  const asked = await client.messages.stream(request).finalMessage();
  assert.equal(asked.stop_reason, 'tool_use');
  assert.equal(asked.content.length, 2);
  for (const block of asked.content) assert.equal(typeof block.input.city, 'string');
  const results = asked.content.map(({id}) => ({type: 'tool_result', tool_use_id: id, content: 'sunny'}));
  const spoken = await client.messages.create({...request, messages: [
    ...hello, {role: 'assistant', content: asked.content}, {role: 'user', content: results}]});
  assert.match(spoken.content[0].text, /sunny/);
});

test('thoughts come with a signature that is asked back', async () => {
  const request = {model: 'sim/reasoning', max_tokens: 2000, messages: hello, thinking};
  const message = await client.messages.stream(request).finalMessage();
  const [thought, text] = message.content;
  assert.equal(thought.type, 'thinking');
  assert.ok(thought.thinking.length > 0 && thought.signature.length > 0);
  assert.equal(text.type, 'text');
  const again = thought => client.messages.create({...request, messages: [
    ...hello, {role: 'assistant', content: [thought, text]}, {role: 'user', content: 'Go on.'}]});
  assert.equal((await again(thought)).stop_reason, 'end_turn');
  await assert.rejects(again({...thought, signature: 'forged'}), /Invalid `signature`/);
});

for (const [status, type, name] of [
  [400, 'invalid_request_error', 'BadRequestError'], [401, 'authentication_error', 'AuthenticationError'],
  [403, 'permission_error', 'PermissionDeniedError'], [404, 'not_found_error', 'NotFoundError'],
  [429, 'rate_limit_error', 'RateLimitError'], [500, 'api_error', 'InternalServerError'], [529, 'overloaded_error', 'InternalServerError'],
]) {
  test(`status ${status} is the client's ${name}`, async () => {
    const asked = client.messages.create({model: `sim/echo?status=${status}`, max_tokens: 9, messages: hello});
    await assert.rejects(asked, error => error instanceof Anthropic[name] && error.error.error.type === type);
  });
}

test('an error in a stream is thrown', async () => {
  const asked = client.messages.stream({model: 'sim/words-9?error_in_stream=4', max_tokens: 99, messages: hello}).finalMessage();
  await assert.rejects(asked, error => error instanceof Anthropic.APIError && /Internal server error/.test(error.message));
});

for (const [what, change] of [
  ['a request without a limit', {max_tokens: undefined}],
  ['a conversation that begins with the assistant', {messages: [{role: 'assistant', content: 'Hi'}, ...hello]}],
  ['a text of white space', {messages: [{role: 'user', content: [{type: 'text', text: ' '}]}]}],
  ['a choice without tools', {tool_choice: {type: 'auto'}}],
  ['thinking with a temperature', {thinking, max_tokens: 2000, temperature: 0.5}],
  ['a budget that leaves no room', {thinking, max_tokens: 1024}],
  ['a call without a result', {tools: [weather], messages: [
    ...hello, {role: 'assistant', content: [{type: 'tool_use', id: 'a', name: 'x', input: {}}]}, ...hello]}],
]) {
  test(`${what} is refused`, async () => {
    const asked = client.messages.create({model: 'sim/echo', max_tokens: 100, messages: hello, ...change});
    await assert.rejects(asked, error => error instanceof Anthropic.BadRequestError);
  });
}
