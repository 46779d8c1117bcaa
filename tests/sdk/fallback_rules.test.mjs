// Section "Fallbacks" of the public API, row by row, through the official client: how often and when somebody is asked, who is asked next, what may be another
// for a fallback, what is not rescued, and what is told and charged in the end. Who was asked is what the simulated provider saw.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {APIError, BadRequestError, InternalServerError, RateLimitError} from 'openai';
import {clientOf, say, weatherTool} from './client.mjs';
import {startGateway} from './gateway.mjs';

// Ten failures in a row, and a target is left alone: `seed` keeps those of different tests apart.
const names = {
  good: 'sim/echo', better: 'sim/echo?seed=2',
  once: 'sim/echo?status=500&fail_first=1', once_streamed: 'sim/echo?status=503&fail_first=1', twice: 'sim/echo?status=502&fail_first=2',
  down: 'sim/echo?status=500&seed=1', down_2: 'sim/echo?status=500&seed=2', down_3: 'sim/echo?status=500&seed=3', down_4: 'sim/echo?status=529',
  soon: 'sim/echo?status=429&retry_after=1&fail_first=1', late: 'sim/echo?status=429&retry_after=30',
  denied: 'sim/echo?status=401', forbidden: 'sim/echo?status=403', gone: 'sim/echo?status=404', retired: 'sim/echo?status=410', timed_out: 'sim/echo?status=408',
  refused: 'sim/echo?status=400', cut: 'sim/echo?cut=headers&seed=1', empty: 'sim/echo?empty', halved: 'sim/words-20?cut=6', filtered: 'sim/echo?finish=content_filter',
};
const prices = {input: 1, output: 2};
const once = {retry: false};

let gateway;
before(async () => {
  const models = Object.entries(names).map(([id, model]) => ({id, prices: id === 'cut' ? {input: 1000, output: 2000} : prices, targets: [{provider: 'up', model}]}));
  gateway = await startGateway({}, {models});
});
after(() => gateway.stop());

/** {answer or error, headers, milliseconds, who was asked}. */
async function ask(model, fallbacks, fields = {}, options = {}) {
  const already = (await gateway.simulatedCalls()).length;
  const started = performance.now();
  const result = await clientOf(gateway, options).chat.completions.create({model, messages: say('are you there?'), fallbacks, ...fields}).withResponse().catch(error => ({error}));
  const took = performance.now() - started;
  const bodies = (await gateway.simulatedCalls()).slice(already).map(call => JSON.parse(call.body));
  return {answer: result.data, error: result.error, headers: result.response?.headers, took, bodies,
          asked: bodies.map(body => Object.keys(names).find(name => names[name] === body.model))};
}

test('a 5xx is repeated once after 500 ms and up to 200 more, whatever was configured', async () => {
  for (const [model, stream] of [['once', false], ['once_streamed', true]]) {
    const {answer, took, asked} = await ask(model, undefined, {stream});
    assert.ok(answer);
    if (stream) for await (const _ of answer);  // or the connection stays
    assert.deepEqual(asked, [model, model]);
    assert.ok(took >= 500, `${took} ms`);
    assert.ok(took < 700 + 400, `${took} ms: 700, and what a busy machine takes for two calls`);
  }
});

test('once, not twice', async () => {
  const {error, asked} = await ask('twice', undefined);
  assert.ok(error instanceof InternalServerError, `${error}`);
  assert.deepEqual(asked, ['twice', 'twice']);
});

test('retry: false switches it off', async () => {
  const {error, asked, took} = await ask('down', undefined, {fallback_config: once});
  assert.ok(error instanceof InternalServerError, `${error}`);
  assert.deepEqual(asked, ['down']);
  assert.ok(took < 500, `${took} ms`);
});

test('a rate limit is waited for where it ends within a second, and led elsewhere at once where not', async () => {
  assert.deepEqual((await ask('soon', [{model: 'good'}])).asked, ['soon', 'soon']);
  const late = await ask('late', [{model: 'good'}]);
  assert.deepEqual(late.asked, ['late', 'good']);
  assert.ok(late.took < 500, `${late.took} ms`);
});

test('who is asked next, for each kind of failure', async () => {
  for (const model of ['denied', 'forbidden', 'gone', 'retired']) assert.deepEqual((await ask(model, [{model: 'good'}])).asked, [model, 'good']);
  for (const model of ['timed_out', 'down_2', 'down_4', 'empty']) assert.deepEqual((await ask(model, [{model: 'good'}])).asked, [model, model, 'good']);
  // A connection that was kept, and closes without a word, is opened anew: that is no retry.
  const {asked} = await ask('cut', [{model: 'good'}]);
  assert.equal(asked.at(-1), 'good');
  assert.ok(asked.length >= 3 && asked.length <= 4 && asked.slice(0, -1).every(model => model === 'cut'), `${asked}`);
});

test('depth is one, at most two, and may be none', async () => {
  const fallbacks = [{model: 'denied'}, {model: 'good'}, {model: 'better'}];
  const tried = async depth => (await ask('gone', fallbacks, {fallback_config: depth === undefined ? {} : {depth}}));
  assert.deepEqual((await tried(undefined)).asked, ['gone', 'denied']);
  assert.deepEqual((await tried(1)).asked, ['gone', 'denied']);
  assert.deepEqual((await tried(2)).asked, ['gone', 'denied', 'good']);
  assert.deepEqual((await tried(0)).asked, ['gone']);
  for (const [depth, text] of [[3, 'fallback_config depth cannot be greater than 2'], [-1, 'fallback_config depth must be at least 0']]) {
    const {error, asked} = await tried(depth);
    assert.ok(error instanceof BadRequestError, `${error}`);
    assert.deepEqual(error.error.metadata.errors, [text]);
    assert.deepEqual(asked, []);
  }
});

test('fallbacks are tried once each', async () => {
  assert.deepEqual((await ask('denied', [{model: 'down_3'}, {model: 'down_4'}], {fallback_config: {depth: 2}})).asked, ['denied', 'down_3', 'down_4']);
});

test('what an entry says replaces the field of the request, and the rest is inherited', async () => {
  const fallback = {model: 'good', messages: say('other words'), temperature: 0.25, max_tokens: 9, tools: [weatherTool], stream: true, fallbacks: [{model: 'nobody'}]};
  const {answer, bodies: [first, second]} = await ask('denied', [fallback], {temperature: 1.5, max_tokens: 500, seed: 11, top_p: 0.5});
  assert.deepEqual([first.temperature, first.max_tokens, first.seed, first.top_p, first.tools], [1.5, 500, 11, 0.5, undefined]);
  assert.deepEqual([second.temperature, second.max_tokens, second.seed, second.top_p, second.tools?.length], [0.25, 9, 11, 0.5, 1]);
  assert.deepEqual(second.messages, say('other words'));
  assert.ok(!second.stream && !('fallbacks' in second) && !('fallback_config' in second));
  assert.equal(answer.choices[0].message.content, 'other words');
  assert.deepEqual([answer.request.model, answer.request.temperature, answer.request.max_tokens], ['good', 0.25, 9]);
});

test('an answer looks as if the fallback had been asked: model, usage and cost are its own', async () => {
  const direct = await ask('good', undefined);
  const rescued = await ask('cut', [{model: 'good'}]);
  assert.deepEqual(rescued.answer.usage, direct.answer.usage);
  assert.deepEqual([rescued.answer.model, rescued.answer.metadata], ['good', undefined]);
  assert.equal(rescued.headers.get('x-parley-cost'), direct.headers.get('x-parley-cost'));
  const {prompt_tokens: prompt, completion_tokens: completion} = rescued.answer.usage;
  assert.equal(Number(rescued.headers.get('x-parley-cost')), (prompt * prices.input + completion * prices.output) / 1e6);
});

test('so does a stream: the usage chunk is the fallback\'s alone', async () => {
  const usageOf = async (model, fallbacks) => {
    const {answer} = await ask(model, fallbacks, {stream: true, stream_options: {include_usage: true}});
    const chunks = await Array.fromAsync(answer);
    assert.deepEqual([...new Set(chunks.map(chunk => chunk.model))], ['good']);
    return chunks.filter(chunk => chunk.usage).map(chunk => chunk.usage);
  };
  const direct = await usageOf('good');
  assert.equal(direct.length, 1);
  assert.deepEqual(await usageOf('cut', [{model: 'good'}]), direct);
});

test('nobody rescues a bad request, an unknown model, or one without access', async () => {
  const refused = await ask('refused', [{model: 'good'}]);
  assert.ok(refused.error instanceof BadRequestError);
  assert.deepEqual(refused.asked, ['refused']);
  const apiKey = await gateway.createKey('--models', 'good,denied');
  assert.equal((await ask('good', undefined, {}, {apiKey})).error, undefined);
  for (const [model, fields, kind, fallback] of [['no-such-model', {}, BadRequestError], ['good', {temperature: 9}, BadRequestError],
                                                 ['better', {}, BadRequestError], ['denied', {}, BadRequestError, {model: 'better'}], ['good', {}, BadRequestError, {temperature: 1}]]) {
    const {error, asked} = await ask(model, [fallback ?? {model: 'good'}], fields, {apiKey});
    assert.ok(error instanceof kind, `${model}: ${error}`);
    assert.deepEqual(asked, [], model);
  }
});

test('a model that will not say something has answered', async () => {
  const {answer, asked} = await ask('filtered', [{model: 'good'}]);
  assert.equal(answer.choices[0].finish_reason, 'content_filter');
  assert.deepEqual(asked, ['filtered']);
});

test('a stream that has begun is nobody else\'s', async () => {
  const {answer, asked} = await ask('halved', [{model: 'good'}], {stream: true});
  await assert.rejects(async () => { for await (const _ of answer); }, APIError);
  assert.deepEqual(asked, ['halved']);
});

test('the last error is the answer, with every attempt', async () => {
  const {error, asked} = await ask('down_3', [{model: 'late'}]);
  assert.ok(error instanceof RateLimitError, `${error}`);
  assert.deepEqual(asked, ['down_3', 'down_3', 'late']);
  assert.deepEqual(error.error.metadata.attempts.map(attempt => [attempt.model, attempt.status]), [['down_3', 500], ['down_3', 500], ['late', 429]]);
});
