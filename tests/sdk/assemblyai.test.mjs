// AssemblyAI's official Node client, pointed at Parley by its base URL. It shows its key without a scheme, and takes every
// 2xx for a success and everything else for an LlmGatewayError.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {AssemblyAI} from 'assemblyai';
import {say, weatherTool} from './client.mjs';
import {startGateway} from './gateway.mjs';

let gateway;
let client;
before(async () => {
  gateway = await startGateway({
    echo: 'sim/echo', tool: 'sim/tools-2', json: 'sim/json', reasoning: 'sim/reasoning', cached: 'sim/fixed?cached=3',
    refused: 'sim/fixed?status=400', limited: 'sim/fixed?status=429&retry_after=2', broken: 'sim/fixed?status=500',
  });
  client = clientWith(gateway.key);
});
after(() => gateway.stop());

function clientWith(apiKey) {
  return new AssemblyAI({apiKey, llmGatewayBaseUrl: `${gateway.url}/`}).llmGateway;
}

async function failureOf(promise) {
  const error = await promise.then(() => assert.fail('the call succeeded'), reason => reason);
  assert.equal(error.name, 'LlmGatewayError', error.stack);
  assert.match(error.requestId, /^[0-9a-f-]{36}$/);
  return error;
}

test('a chat is answered with the gateway\'s own fields', async () => {
  const answer = await client.chatCompletions({model: 'echo', messages: say('Guten Tag'), max_tokens: 50, temperature: 0.2});
  assert.equal(answer.choices[0].message.content, 'Guten Tag');
  assert.equal(answer.choices[0].finish_reason, 'stop');
  assert.match(answer.request_id, /^[0-9a-f-]{36}$/);
  assert.deepEqual(answer.request, {model: 'echo', max_tokens: 50, temperature: 0.2});
  assert.ok(Number.isInteger(answer.response_time) && answer.response_time > 0, 'nanoseconds');
  assert.equal(answer.llm_status_code, 200);
  assert.equal(answer.http_status_code, 200);
});

test('its key goes without a scheme', async () => {
  let shown;
  const plainFetch = globalThis.fetch;
  globalThis.fetch = (url, request) => {
    shown = new Headers(request.headers).get('authorization');
    return plainFetch(url, request);
  };
  try {
    await client.chatCompletions({model: 'echo', messages: say('hi')});
  } finally {
    globalThis.fetch = plainFetch;
  }
  assert.equal(shown, gateway.key);
});

test('the shorthand `prompt` is one user message', async () => {
  const answer = await client.chatCompletions({model: 'echo', prompt: 'in short'});
  assert.equal(answer.choices[0].message.content, 'in short');
  assert.ok(!JSON.stringify(answer.request).includes('in short'), 'message text is never echoed');
});

test('usage has both spellings and whole details', async () => {
  const {usage} = await client.chatCompletions({model: 'cached', messages: say('a prompt of many tokens')});
  assert.equal(usage.prompt_tokens, usage.input_tokens);
  assert.equal(usage.completion_tokens, usage.output_tokens);
  assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
  assert.equal(usage.prompt_tokens_details.cached_tokens, 3);
  for (const number of [...Object.values(usage.prompt_tokens_details.cache_creation),
                        ...Object.values(usage.completion_tokens_details)]) {
    assert.ok(Number.isInteger(number));
  }
});

test('parallel tool calls stand in one choice, and their results are read', async () => {
  const messages = say('weather in Bern and Basel?');
  const asked = await client.chatCompletions({model: 'tool', messages, tools: [weatherTool], tool_choice: 'auto'});
  assert.equal(asked.choices.length, 1);
  const {message, finish_reason: finishReason} = asked.choices[0];
  assert.equal(finishReason, 'tool_calls');
  assert.equal(message.tool_calls.length, 2);
  messages.push(message, ...message.tool_calls.map(
      call => ({role: 'tool', tool_call_id: call.id, name: call.function.name, content: '{"sky":"clear"}'})));
  const spoken = await client.chatCompletions({model: 'tool', messages, tools: [weatherTool]});
  assert.match(spoken.choices[0].message.content, /"sky":"clear"/);
});

test('structured output follows the schema', async () => {
  const schema = {type: 'object', properties: {topic: {type: 'string'}, urgent: {type: 'boolean'}},
                  required: ['topic', 'urgent'], additionalProperties: false};
  const answer = await client.chatCompletions({
    model: 'json', messages: say('sort this'),
    response_format: {type: 'json_schema', json_schema: {name: 'ticket', strict: true, schema}},
  });
  const ticket = JSON.parse(answer.choices[0].message.content);
  assert.equal(typeof ticket.topic, 'string');
  assert.equal(typeof ticket.urgent, 'boolean');
});

test('reasoning is found under `thinking`', async () => {
  const {choices: [{message}]} = await client.chatCompletions({model: 'reasoning', messages: say('why?')});
  assert.ok(message.thinking.length > 0);
});

test('a wrong key is a 401 with its text', async () => {
  const error = await failureOf(clientWith('wrong-key-0123456789').chatCompletions({model: 'echo', messages: say('hi')}));
  assert.equal(error.status, 401);
  assert.equal(error.message, 'Authentication error, API token missing/invalid');
});

test('a mistake in the request is a 400 that lists each', async () => {
  const table = {
    'model no-such-model is not supported': {model: 'no-such-model', messages: say('hi')},
    'one of messages or prompt required': {model: 'echo'},
    'temperature must be between 0 and 2': {model: 'echo', messages: say('hi'), temperature: 3},
    'max_tokens must be at least 1': {model: 'echo', messages: say('hi'), max_tokens: 0},
  };
  for (const [problem, request] of Object.entries(table)) {
    const error = await failureOf(client.chatCompletions(request));
    assert.equal(error.status, 400);
    assert.equal(error.message, 'invalid request body');
    assert.deepEqual(error.errors, [problem]);
  }
});

test('a provider\'s failure has the contract\'s text', async () => {
  const table = {
    refused: [400, 'invalid request body'],
    limited: [429, 'too many requests for this action'],
    broken: [502, 'upstream provider error'],
  };
  for (const [model, [status, message]] of Object.entries(table)) {
    const error = await failureOf(client.chatCompletions({model, messages: say('hi')}));
    assert.equal(error.status, status, model);
    assert.equal(error.message, message);
    assert.ok(Array.isArray(error.errors), 'what the provider said');
  }
});

test('models are listed', async () => {
  const {data} = await client.listModels();
  assert.deepEqual(data.map(model => model.id).sort(),
                   ['broken', 'cached', 'echo', 'json', 'limited', 'reasoning', 'refused', 'tool']);
});
