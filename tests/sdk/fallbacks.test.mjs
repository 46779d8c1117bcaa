// The official client asks for fallbacks with fields it does not know, and reads the answer as any other.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {BadRequestError, InternalServerError, RateLimitError} from 'openai';
import {clientOf, say, weatherTool} from './client.mjs';
import {startGateway} from './gateway.mjs';

let gateway;
before(async () => {
  gateway = await startGateway({
    denied: 'sim/echo?status=401', cut: 'sim/echo?cut=headers', down: 'sim/echo?status=500', limited: 'sim/echo?status=429&retry_after=20',
    passing: 'sim/echo?status=503&fail_first=1', refused: 'sim/echo?status=400', good: 'sim/echo', tools: 'sim/tools-1',
  });
});
after(() => gateway.stop());

const once = {retry: false};

function ask(model, fallbacks, fields = {}, options = {}) {
  return clientOf(gateway, options).chat.completions.create({model, messages: say('still there?'), fallbacks, ...fields});
}

test('a fallback answers as if it had been asked', async () => {
  const {data, response} = await ask('denied', [{model: 'good'}]).withResponse();
  assert.equal(data.model, 'good');
  assert.equal(data.choices[0].message.content, 'still there?');
  assert.equal(response.headers.get('x-parley-fallback'), 'good');
  assert.ok(Number(data.usage.total_tokens) > 0);
});

test('a stream is the fallback\'s from its first chunk', async () => {
  const stream = await ask('cut', [{model: 'good'}], {stream: true, fallback_config: once});
  let text = '';
  for await (const chunk of stream) {
    assert.equal(chunk.model, 'good');
    text += chunk.choices[0]?.delta?.content ?? '';
  }
  assert.equal(text, 'still there?');
});

test('a fallback has messages, limits and tools of its own', async () => {
  const short = await ask('denied', [{model: 'good', messages: say('in short'), max_tokens: 5, temperature: 0}], {temperature: 1.5});
  assert.equal(short.choices[0].message.content, 'in short');
  assert.equal(short.request.max_tokens, 5);
  const called = await ask('denied', [{model: 'tools', tools: [weatherTool], tool_choice: 'required'}]);
  assert.equal(called.choices[0].finish_reason, 'tool_calls');
  assert.equal(called.choices[0].message.tool_calls[0].function.name, weatherTool.function.name);
});

test('what passes is asked again after half a second, before any fallback', async () => {
  const started = performance.now();
  const completion = await ask('passing', [{model: 'good'}]);
  assert.equal(completion.model, 'passing');
  assert.ok(performance.now() - started >= 500, 'half a second');
});

test('when all have failed, the client is told of every attempt and does not multiply them', async () => {
  let requests = 0;
  const counting = (...arguments_) => { ++requests; return fetch(...arguments_); };
  const error = await ask('down', [{model: 'denied'}, {model: 'limited'}], {fallback_config: {depth: 2, retry: false}},
                          {maxRetries: 2, fetch: counting}).catch(failure => failure);
  assert.ok(error instanceof RateLimitError, `${error}`);
  assert.equal(error.headers.get('x-should-retry'), 'false');
  assert.equal(requests, 1);
  assert.deepEqual(error.error.metadata.attempts.map(attempt => [attempt.model, attempt.status]),
                   [['down', 500], ['denied', 401], ['limited', 429]]);
});

test('depth is one where nothing is said', async () => {
  const error = await ask('down', [{model: 'denied'}, {model: 'good'}], {fallback_config: once}).catch(failure => failure);
  assert.ok(error instanceof InternalServerError, `${error}`);
});

test('a refused request is not asked elsewhere, and a mistake in a fallback is refused before anybody is asked', async () => {
  const before_ = (await gateway.simulatedCalls()).length;
  for (const [model, fallback] of [['good', {model: 'nobody'}], ['good', {model: 'good', temperature: 3}], ['good', {temperature: 1}]]) {
    const error = await ask(model, [fallback]).catch(failure => failure);
    assert.ok(error instanceof BadRequestError, `${error}`);
    assert.match(error.param, /^fallbacks/);
  }
  assert.equal((await gateway.simulatedCalls()).length, before_);
  const refused = await ask('refused', [{model: 'good'}]).catch(failure => failure);
  assert.ok(refused instanceof BadRequestError, `${refused}`);
  assert.equal((await gateway.simulatedCalls()).length, before_ + 1);
});
