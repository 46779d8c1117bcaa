// When the official client tries again by itself, how often, and when Parley tells it not to.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {APIConnectionTimeoutError, InternalServerError, RateLimitError} from 'openai';
import {clientOf, post, say} from './client.mjs';
import {startGateway} from './gateway.mjs';

const clientRetries = 2;  // the client's own default

let gateway;
before(async () => {
  gateway = await startGateway({
    once: 'sim/echo?status=429&retry_after=2&fail_first=1', limited: 'sim/fixed?status=429&retry_after=0',
    broken: 'sim/fixed?status=500', refused: 'sim/fixed?status=400', busy: 'sim/fixed?status=503&retry_after=7',
    silent: 'sim/fixed?hang=headers',
  });
});
after(() => gateway.stop());

/** Calls with the client's own retries. Resolves to the answer or the error, and the requests that it made. */
async function callAndCount(model, options = {}) {
  const requests = [];
  const counting = (url, request) => { requests.push(new Headers(request.headers)); return fetch(url, request); };
  const client = clientOf(gateway, {maxRetries: clientRetries, fetch: counting, ...options});
  const outcome = await client.chat.completions.create({model, messages: say('hello')}).catch(error => error);
  return {outcome, requests};
}

test('a rate limit is retried after the time that the provider asked for', async () => {
  const started = performance.now();
  const {outcome, requests} = await callAndCount('once');
  assert.equal(outcome.choices[0].message.content, 'hello');
  assert.equal(requests.length, 2);
  assert.ok(performance.now() - started >= 2_000, 'the retry-after of the provider');
});

test('a lasting rate limit is the error after the client\'s retries', async () => {
  const {outcome, requests} = await callAndCount('limited');
  assert.ok(outcome instanceof RateLimitError);
  assert.equal(outcome.code, 'rate_limit_exceeded');
  assert.equal(outcome.headers.get('x-should-retry'), null);
  assert.equal(requests.length, 1 + clientRetries);
});

test('a provider\'s fault is not tried again by the client: the gateway has done what could be done', async () => {
  for (const model of ['broken', 'busy']) {
    const {outcome, requests} = await callAndCount(model);
    assert.ok(outcome instanceof InternalServerError, `${outcome}`);
    assert.equal(outcome.headers.get('x-should-retry'), 'false');
    assert.equal(requests.length, 1, model);
  }
});

test('the gateway\'s own limit is a rate limit like any other, with the time to wait', async () => {
  const limited = await startGateway({few: 'sim/echo'}, {limits: {requests_per_minute: 1}});
  try {
    const client = clientOf(limited);
    const request = {model: 'few', messages: say('hello')};
    const {response} = await client.chat.completions.create(request).withResponse();
    assert.equal(response.headers.get('x-ratelimit-remaining'), '0');
    const error = await client.chat.completions.create(request).catch(refused => refused);
    assert.ok(error instanceof RateLimitError, `${error}`);
    assert.match(error.message, /too many requests for this action/);
    assert.equal(error.type, 'rate_limit_error');
    assert.equal(error.code, 'rate_limit_exceeded');
    assert.ok(Number(error.headers.get('retry-after')) >= 1 && Number(error.headers.get('retry-after')) <= 60);
  } finally {
    await limited.stop();
  }
});

test('an overloaded provider\'s retry-after is passed on', async () => {
  assert.equal((await post(gateway, {model: 'busy', messages: say('hi')})).headers.get('retry-after'), '7');
});

test('a refused request is not tried again', async () => {
  assert.equal((await callAndCount('refused')).requests.length, 1);
  assert.equal((await callAndCount('no-such-model')).requests.length, 1);
  assert.equal((await callAndCount('refused', {apiKey: 'wrong-key-0123456789'})).requests.length, 1);
});

test('the client\'s own timeout ends the call', async () => {
  const {outcome, requests} = await callAndCount('silent', {timeout: 300, maxRetries: 0});
  assert.ok(outcome instanceof APIConnectionTimeoutError, `${outcome}`);
  assert.equal(requests.length, 1);
});
