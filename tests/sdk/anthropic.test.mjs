// The official OpenAI client, asking Parley, which asks an upstream of Anthropic's dialect: one parameter changes, no code does.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import OpenAI from 'openai';
import {zodResponseFormat} from 'openai/helpers/zod';
import {z} from 'zod';

import {readStream} from './chunk_contract.mjs';
import {clientOf, post, say, weatherTool} from './client.mjs';
import {credential, startGateway} from './gateway.mjs';

// Upstream names of real families, so that each is asked in its own way.
const script = {
  'claude-sonnet-4-5-echo': 'echo', 'claude-sonnet-4-5-words': 'words-50?cached=2', 'claude-sonnet-4-5-tools': 'tools-2',
  'claude-sonnet-4-5-json': 'json', 'claude-3-5-haiku-json': 'json', 'claude-sonnet-4-5-thinker': 'reasoning',
  'claude-opus-4-7-thinker': 'reasoning', 'claude-sonnet-4-5-tool': 'tool',
  'claude-sonnet-4-5-cut': 'words-50?cut=9', 'claude-sonnet-4-5-broken': 'words-50?error_in_stream=9',
  'claude-sonnet-4-5-busy': 'echo?status=529&retry_after=1', 'claude-sonnet-4-5-limited': 'echo?status=429&retry_after=7',
  'claude-sonnet-4-5-key': 'echo?status=401', 'claude-sonnet-4-5-gone': 'echo?status=404', 'claude-sonnet-4-5-down': 'echo?status=500',
};
const public_id = name => name.replace(/^claude-/, '');

let gateway;
let client;
before(async () => {
  const models = Object.fromEntries(Object.keys(script).map(name => [public_id(name), name]));
  gateway = await startGateway(models, {}, {dialect: 'anthropic', script});
  client = clientOf(gateway);
});
after(() => gateway.stop());

const once = {fallback_config: {retry: false}};

async function lastBody() {
  return JSON.parse((await gateway.simulatedCalls()).at(-1).body);
}

test('a whole answer', async () => {
  const messages = [{role: 'system', content: 'Be brief.'}, ...say('Hello?')];
  const completion = await client.chat.completions.create({model: 'sonnet-4-5-echo', messages, temperature: 0.2});
  const [choice] = completion.choices;
  assert.equal(choice.message.content, 'Hello?');
  assert.equal(choice.finish_reason, 'stop');
  assert.equal(choice.native_finish_reason, 'end_turn');
  assert.equal(completion.model, 'sonnet-4-5-echo');
  const {prompt_tokens, completion_tokens, total_tokens} = completion.usage;
  assert.equal(total_tokens, prompt_tokens + completion_tokens);
  const call = (await gateway.simulatedCalls()).at(-1);
  const headers = Object.fromEntries(Array.isArray(call.headers) ? call.headers : Object.entries(call.headers));
  assert.equal(call.path, '/v1/messages');
  assert.equal(headers['x-api-key'], credential);
  assert.equal(headers['anthropic-version'], '2023-06-01');
  assert.equal(headers.authorization, undefined);
  assert.deepEqual(JSON.parse(call.body).system, [{type: 'text', text: 'Be brief.'}]);
});

test('a stream tells the same as the whole answer', async () => {
  const request = {model: 'sonnet-4-5-words', messages: say('Go on.')};
  const whole = await client.chat.completions.create(request);
  const response = await post(gateway, {...request, stream: true, stream_options: {include_usage: true}});
  const stream = readStream(await response.text(), {usage: true});
  assert.equal(stream.content, whole.choices[0].message.content);
  assert.equal(whole.usage.prompt_tokens_details.cached_tokens, 2);
  const streamed = await client.chat.completions.stream({...request, stream_options: {include_usage: true}}).finalChatCompletion();
  assert.equal(streamed.choices[0].message.content, whole.choices[0].message.content);
  assert.equal(streamed.choices[0].finish_reason, 'stop');
  assert.equal(streamed.usage.completion_tokens, whole.usage.completion_tokens);
  assert.equal(streamed.usage.prompt_tokens, whole.usage.prompt_tokens);
});

for (const stream of [false, true]) {
  const ask = request => stream ? client.chat.completions.stream(request).finalChatCompletion() : client.chat.completions.create(request);
  const how = stream ? 'streamed' : 'whole';

  test(`two tools are called in parallel and answered, ${how}`, async () => {
    const request = {model: 'sonnet-4-5-tools', messages: say('weather?'), tools: [weatherTool]};
    const asked = await ask(request);
    const {message, finish_reason} = asked.choices[0];
    assert.equal(finish_reason, 'tool_calls');
    assert.equal(message.tool_calls.length, 2);
    for (const call of message.tool_calls) assert.equal(typeof JSON.parse(call.function.arguments).city, 'string');
    const results = message.tool_calls.map(({id}) => ({role: 'tool', tool_call_id: id, content: 'sunny'})).reverse();
    const spoken = await ask({...request, messages: [...request.messages, message, ...results]});
    assert.match(spoken.choices[0].message.content, /sunny/);
  });

  test(`one call at a time where parallel ones are declined, ${how}`, async () => {
    const asked = await ask({model: 'sonnet-4-5-tools', messages: say('weather?'), tools: [weatherTool], parallel_tool_calls: false});
    assert.equal(asked.choices[0].message.tool_calls.length, 1);
  });

  test(`a tool without parameters is called with {}, ${how}`, async () => {
    const now = {type: 'function', function: {name: 'now', parameters: {type: 'object', properties: {}}}};
    const asked = await ask({model: 'sonnet-4-5-tool', messages: say('time?'), tools: [now], tool_choice: 'required'});
    assert.equal(asked.choices[0].message.tool_calls[0].function.arguments, '{}');
  });

  test(`reasoning comes apart from content and goes back signed, ${how}`, async () => {
    for (const model of ['sonnet-4-5-thinker', 'opus-4-7-thinker']) {
      const request = {model, messages: say('Think.'), reasoning_effort: 'low'};
      const {message} = (await ask(request)).choices[0];
      assert.equal(message.content, 'This is a simulated answer.');
      assert.ok(message.reasoning_content.length > 0);
      assert.equal(message.provider_state.anthropic.thinking[0].type, 'thinking');
      // The simulator refuses a signature that is not its own.
      await ask({...request, messages: [...request.messages, message, ...say('And?')]});
      assert.equal((await lastBody()).messages[1].content[0].type, 'thinking');
    }
  });
}

test('a schema is followed, natively and by a tool', async () => {
  const Ticket = z.object({topic: z.string(), urgent: z.boolean()});
  for (const model of ['sonnet-4-5-json', '3-5-haiku-json']) {
    const request = {model, messages: say('Make a ticket.'), response_format: zodResponseFormat(Ticket, 'ticket')};
    const {choices: [{message, finish_reason}]} = await client.chat.completions.parse(request);
    assert.equal(typeof message.parsed.topic, 'string');
    assert.equal(finish_reason, 'stop');
    assert.equal(message.tool_calls?.length ?? 0, 0);
    const streamed = await client.chat.completions.stream(request).finalChatCompletion();
    assert.deepEqual(streamed.choices[0].message.parsed, message.parsed);
  }
});

for (const [model, name, status, code] of [
  ['sonnet-4-5-busy', 'InternalServerError', 503, 'server_is_overloaded'], ['sonnet-4-5-limited', 'RateLimitError', 429, 'rate_limit_exceeded'],
  ['sonnet-4-5-key', 'InternalServerError', 502, null], ['sonnet-4-5-gone', 'InternalServerError', 502, null],
  ['sonnet-4-5-down', 'InternalServerError', 502, null],
]) {
  test(`${model} is the client's ${name}, ${status}`, async () => {
    for (const stream of [false, true]) {
      const asked = client.chat.completions.create({model, messages: say('x'), stream, ...once});
      await assert.rejects(asked, error => {
        assert.ok(error instanceof OpenAI[name], `${error.name} ${error.message}`);
        assert.equal(error.status, status);
        if (code) assert.equal(error.code, code);
        return true;
      });
    }
  });
}

for (const model of ['sonnet-4-5-cut', 'sonnet-4-5-broken']) {
  test(`${model}: a stream that breaks is an error, never an end`, async () => {
    const stream = await client.chat.completions.create({model, messages: say('x'), stream: true, ...once});
    const reasons = [];
    await assert.rejects(async () => {
      for await (const chunk of stream) reasons.push(chunk.choices[0]?.finish_reason);
    }, OpenAI.APIError);
    assert.ok(reasons.length > 0 && reasons.every(reason => reason === null));
  });
}

test('what cannot be asked is told', async () => {
  const response = await post(gateway, {model: 'sonnet-4-5-echo', messages: say('x'), seed: 7, temperature: 0.5, top_p: 0.5});
  assert.equal(response.status, 200);
  assert.match(response.headers.get('x-parley-dropped'), /seed/);
  assert.match(response.headers.get('x-parley-dropped'), /top_p/);
});
