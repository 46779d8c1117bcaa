// The official OpenAI client, asking Parley, which asks an upstream of Gemini's dialect: one parameter changes, no code does.
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
  'gemini-3.5-flash-echo': 'echo', 'gemini-3.5-flash-words': 'words-50?cached=2', 'gemini-3.5-flash-tools': 'tools-2',
  'gemini-3.5-flash-tool': 'tool', 'gemini-3.5-flash-json': 'json', 'gemini-2.0-flash-json': 'json',
  'gemini-3.5-flash-thinker': 'reasoning', 'gemini-2.5-pro-thinker': 'reasoning',
  'gemini-3.5-flash-safety': 'words-5?finish=content_filter', 'gemini-3.5-flash-garbled': 'fixed?finish=malformed_function_call',
  'gemini-3.5-flash-cut': 'words-50?cut=9', 'gemini-3.5-flash-broken': 'words-50?error_in_stream=9', 'gemini-3.5-flash-crlf': 'words-9?crlf',
  'gemini-3.5-flash-busy': 'echo?status=503', 'gemini-3.5-flash-limited': 'echo?status=429&retry_after=7',
  'gemini-3.5-flash-key': 'echo?status=400&code=api_key_invalid', 'gemini-3.5-flash-gone': 'echo?status=404',
  'gemini-3.5-flash-down': 'echo?status=500', 'gemini-3.5-flash-late': 'echo?status=504',
  'gemini-3.5-flash-quoting': 'echo?status=400&quote', 'gemini-3.5-flash-silent': 'echo',
  'gemini-3.5-flash-slip': ['echo', 'fixed', 'echo', 'fixed'],  // to a picture alone an echo is nothing
};
const public_id = name => name.replace(/^gemini-/, '');

let gateway;
let client;
before(async () => {
  const models = Object.keys(script).map(name => ({id: public_id(name), input: ['text', 'image'], targets: [{provider: 'up', model: name}]}));
  gateway = await startGateway({}, {models}, {dialect: 'gemini', script});
  client = clientOf(gateway);
});
after(() => gateway.stop());

const once = {fallback_config: {retry: false}};

async function lastCall() {
  return (await gateway.simulatedCalls()).at(-1);
}

async function lastBody() {
  return JSON.parse((await lastCall()).body);
}

test('a whole answer', async () => {
  const messages = [{role: 'system', content: 'Be brief.'}, ...say('Hello?')];
  const completion = await client.chat.completions.create({model: '3.5-flash-echo', messages, temperature: 0.2});
  const [choice] = completion.choices;
  assert.equal(choice.message.content, 'Hello?');
  assert.equal(choice.finish_reason, 'stop');
  assert.equal(choice.native_finish_reason, 'STOP');
  assert.equal(completion.model, '3.5-flash-echo');
  const {prompt_tokens, completion_tokens, total_tokens} = completion.usage;
  assert.ok(prompt_tokens > 0 && completion_tokens > 0);
  assert.equal(total_tokens, prompt_tokens + completion_tokens);
  const call = await lastCall();
  const headers = Object.fromEntries(Array.isArray(call.headers) ? call.headers : Object.entries(call.headers));
  assert.equal(call.path, '/v1beta/models/gemini-3.5-flash-echo:generateContent');
  assert.equal(headers['x-goog-api-key'], credential);
  assert.equal(headers.authorization, undefined);
  assert.deepEqual(JSON.parse(call.body).systemInstruction, {parts: [{text: 'Be brief.'}]});
});

for (const model of ['3.5-flash-words', '3.5-flash-crlf']) {
  test(`a stream tells the same as the whole answer: ${model}`, async () => {
    const request = {model, messages: say('Go on.')};
    const whole = await client.chat.completions.create(request);
    const response = await post(gateway, {...request, stream: true, stream_options: {include_usage: true}});
    assert.match((await lastCall()).path, /:streamGenerateContent\?alt=sse$/);
    assert.equal(readStream(await response.text(), {usage: true}).content, whole.choices[0].message.content);
    const streamed = await client.chat.completions.stream({...request, stream_options: {include_usage: true}}).finalChatCompletion();
    assert.equal(streamed.choices[0].message.content, whole.choices[0].message.content);
    assert.equal(streamed.choices[0].finish_reason, 'stop');
    assert.equal(streamed.usage.completion_tokens, whole.usage.completion_tokens);
    assert.equal(streamed.usage.prompt_tokens, whole.usage.prompt_tokens);
  });
}

test('cached tokens are part of the prompt', async () => {
  const {usage} = await client.chat.completions.create({model: '3.5-flash-words', messages: say('Go on.')});
  assert.equal(usage.prompt_tokens_details.cached_tokens, 2);
  assert.ok(usage.prompt_tokens >= 2);
});

for (const stream of [false, true]) {
  const ask = request => stream ? client.chat.completions.stream(request).finalChatCompletion() : client.chat.completions.create(request);
  const how = stream ? 'streamed' : 'whole';

  test(`two tools are called in parallel and answered, ${how}`, async () => {
    const request = {model: '3.5-flash-tools', messages: say('weather?'), tools: [weatherTool]};
    const asked = await ask(request);
    const {message, finish_reason} = asked.choices[0];
    assert.equal(finish_reason, 'tool_calls');
    assert.equal(message.tool_calls.length, 2);
    assert.notEqual(message.tool_calls[0].id, message.tool_calls[1].id);
    for (const call of message.tool_calls) assert.equal(typeof JSON.parse(call.function.arguments).city, 'string');
    const results = message.tool_calls.map(({id}) => ({role: 'tool', tool_call_id: id, content: 'sunny'})).reverse();
    const spoken = await ask({...request, messages: [...request.messages, message, ...results]});
    assert.match(spoken.choices[0].message.content, /sunny/);
    // The signature of the first call came back on its part, and its sibling has none, as the provider wants it.
    const [first, second] = (await lastBody()).contents[1].parts;
    const [id] = message.tool_calls[0].id.split('-ts1-');  // behind it the same signature travels, sealed
    assert.equal(first.thoughtSignature, message.provider_state.google.thought_signatures[id]);
    assert.equal(second.thoughtSignature, undefined);
  });

  test(`calls of another provider are told to be unsigned, ${how}`, async () => {
    const calls = [{id: 'toolu_1', type: 'function', function: {name: 'look_up_weather', arguments: ''}}];
    const messages = [...say('weather?'), {role: 'assistant', content: null, tool_calls: calls},
                      {role: 'tool', tool_call_id: 'toolu_1', content: '{"sky":"grey"}'}];
    const spoken = await ask({model: '3.5-flash-tool', messages, tools: [weatherTool]});
    assert.match(spoken.choices[0].message.content, /grey/);
    assert.equal((await lastBody()).contents[1].parts[0].thoughtSignature, 'skip_thought_signature_validator');
  });

  test(`a tool without parameters is called with {}, ${how}`, async () => {
    const now = {type: 'function', function: {name: 'now', parameters: {type: 'object', properties: {}}}};
    const asked = await ask({model: '3.5-flash-tool', messages: say('time?'), tools: [now], tool_choice: 'required'});
    assert.equal(asked.choices[0].message.tool_calls[0].function.arguments, '{}');
  });

  test(`a tool is chosen by a name that Gemini could not have, ${how}`, async () => {
    const tools = [weatherTool, {type: 'function', function: {name: '3d-view', parameters: {type: 'object', properties: {}}}}];
    const asked = await ask({model: '3.5-flash-tool', messages: say('show'), tools, tool_choice: {type: 'function', function: {name: '3d-view'}}});
    assert.equal(asked.choices[0].message.tool_calls[0].function.name, '3d-view');
  });

  test(`reasoning comes apart from content, for those who asked, ${how}`, async () => {
    for (const model of ['3.5-flash-thinker', '2.5-pro-thinker']) {
      const request = {model, messages: say('Think.')};
      const asked = await ask({...request, reasoning_effort: 'low'});
      assert.equal(asked.choices[0].message.content, 'This is a simulated answer.');
      assert.ok(asked.choices[0].message.reasoning_content.length > 0);
      assert.equal((await ask(request)).choices[0].message.reasoning_content, undefined);
    }
  });
}

test('a schema is followed, in both forms that models take', async () => {
  const Ticket = z.object({topic: z.string(), urgent: z.boolean(), note: z.string().nullable()});
  for (const [model, name] of [['3.5-flash-json', 'responseJsonSchema'], ['2.0-flash-json', 'responseSchema']]) {
    const request = {model, messages: say('Make a ticket.'), response_format: zodResponseFormat(Ticket, 'ticket')};
    const {choices: [{message, finish_reason}]} = await client.chat.completions.parse(request);
    assert.equal(typeof message.parsed.topic, 'string');
    assert.equal(finish_reason, 'stop');
    assert.ok(name in (await lastBody()).generationConfig);
    const streamed = await client.chat.completions.stream(request).finalChatCompletion();
    assert.deepEqual(streamed.choices[0].message.parsed, message.parsed);
  }
});

test('an answer that was cut or filtered says so', async () => {
  const cut = await client.chat.completions.create({model: '3.5-flash-words', messages: say('x'), max_tokens: 3});
  assert.equal(cut.choices[0].finish_reason, 'length');
  assert.equal(cut.choices[0].native_finish_reason, 'MAX_TOKENS');
  const filtered = await client.chat.completions.create({model: '3.5-flash-safety', messages: say('x')});
  assert.equal(filtered.choices[0].finish_reason, 'content_filter');
});

test('an answer that failed within is an error', async () => {
  const asked = client.chat.completions.create({model: '3.5-flash-garbled', messages: say('x'), ...once});
  await assert.rejects(asked, error => error.status === 502 && error.code === 'malformed_function_call');
});

for (const [model, name, status, code] of [
  ['3.5-flash-busy', 'InternalServerError', 503, 'server_is_overloaded'], ['3.5-flash-limited', 'RateLimitError', 429, 'rate_limit_exceeded'],
  ['3.5-flash-key', 'InternalServerError', 502, null], ['3.5-flash-gone', 'InternalServerError', 502, null],
  ['3.5-flash-down', 'InternalServerError', 502, null], ['3.5-flash-late', 'InternalServerError', 504, null],
]) {
  test(`${model} is the client's ${name}, ${status}`, async () => {
    for (const stream of [false, true]) {
      const asked = client.chat.completions.create({model, messages: say('x'), stream, ...once});
      await assert.rejects(asked, error => {
        assert.ok(error instanceof OpenAI[name], `${error.name} ${error.message}`);
        assert.equal(error.status, status);
        if (code) assert.equal(error.code, code);
        if (status === 429) assert.equal(error.headers.get('retry-after'), '7', 'from the body: there is no such field there');
        return true;
      });
    }
  });
}

const picture = {type: 'image_url', image_url: {url: 'data:image/png;base64,iVBORw0KGgo='}};

for (const stream of [false, true]) {
  const how = stream ? 'streamed' : 'whole';
  const ask = async (model, more = {}) => {
    const before = (await gateway.simulatedCalls()).length;
    const asked = {model, messages: [{role: 'user', content: [picture]}], stream, ...more};
    const answer = await (await post(gateway, asked)).text();
    const {content, finishReason} = stream ? readStream(answer) : {
      content: JSON.parse(answer).choices[0].message.content, finishReason: JSON.parse(answer).choices[0].finish_reason,
    };
    assert.equal(finishReason, 'stop');
    return {content, calls: (await gateway.simulatedCalls()).length - before};
  };

  test(`an answer of nothing is asked for once more, ${how}`, async () => {
    const {content, calls} = await ask('3.5-flash-slip');
    assert.ok(content.length > 0);
    assert.equal(calls, 2);
  });

  test(`an answer of nothing that comes again counts, ${how}`, async () => {
    assert.deepEqual(await ask('3.5-flash-silent'), {content: '', calls: 2});
    assert.deepEqual(await ask('3.5-flash-silent', once), {content: '', calls: 1}, 'who wants no repetition gets none');
  });
}

test('an error that quotes the credential reaches the caller without it', async () => {
  const asked = client.chat.completions.create({model: '3.5-flash-quoting', messages: say('hello there'), ...once});
  await assert.rejects(asked, error => {
    assert.equal(error.status, 400);
    assert.match(JSON.stringify(error.error), /hello there/);
    assert.ok(!JSON.stringify(error.error).includes(credential));
    return true;
  });
});

for (const model of ['3.5-flash-cut', '3.5-flash-broken']) {
  test(`${model}: a stream that breaks is an error, never an end`, async () => {
    const stream = await client.chat.completions.create({model, messages: say('x'), stream: true, ...once});
    const reasons = [];
    await assert.rejects(async () => {
      for await (const chunk of stream) reasons.push(chunk.choices[0]?.finish_reason);
    }, OpenAI.APIError);
    assert.ok(reasons.length > 0);
    assert.ok(reasons.every(reason => !reason), reasons.join());
  });
}
