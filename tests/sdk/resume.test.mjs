// A stream that is cut in the middle and gone on with is one stream for the official client, which knows nothing of it.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {APIError} from 'openai';
import {readStream} from './chunk_contract.mjs';
import {clientOf, post, say, weatherTool} from './client.mjs';
import {startGateway} from './gateway.mjs';

const words = 'sim/words-50?seed=4';
const targets = (...models) => models.map(model => ({provider: 'up', model}));

let gateway;
before(async () => {
  gateway = await startGateway({}, {models: [
    {id: 'whole', targets: targets(words)},
    {id: 'cut', targets: targets(`${words}&cut=20`, `${words}&continues=repeats`)},
    {id: 'alone', targets: targets(`${words}&reset=30&fail_first=1&continues=remark`)},
    {id: 'other', targets: targets(`${words}&error_in_stream=25`)},
    {id: 'refusing', targets: targets(`${words}&cut=20`, `${words}&continues=refuses`)},
    {id: 'calling', targets: targets('sim/tools-2?cut=3', 'sim/tools-2')},
    {id: 'slow', targets: targets('sim/words-4?rate=2')},
  ], routing: {heartbeat: '200ms'}});
});
after(() => gateway.stop());

const resume = {resume: true};

function ask(model, fields = {}) {
  return clientOf(gateway).chat.completions.create(
      {model, messages: say('Tell me.'), stream: true, stream_options: {include_usage: true}, fallback_config: resume, ...fields});
}

/** What a program sees that reads a stream to its end. */
async function read(stream) {
  const seen = {text: '', ids: new Set(), models: new Set(), roles: 0, reasons: [], usages: 0, error: null};
  try {
    for await (const chunk of stream) {
      seen.ids.add(chunk.id);
      seen.models.add(chunk.model);
      const [choice] = chunk.choices;
      seen.text += choice?.delta.content ?? '';
      seen.roles += choice?.delta.role ? 1 : 0;
      if (choice?.finish_reason) seen.reasons.push(choice.finish_reason);
      if (chunk.usage) ++seen.usages;
    }
  } catch (error) {
    seen.error = error;
  }
  return seen;
}

test('a stream that is cut in the middle is one stream', async () => {
  const whole = await read(await ask('whole'));
  for (const [model, fields] of [['cut', {}], ['alone', {}], ['other', {fallbacks: [{model: 'whole'}]}]]) {
    const seen = await read(await ask(model, fields));
    assert.equal(seen.error, null);
    assert.equal(seen.text, whole.text);
    assert.deepEqual([seen.ids.size, [...seen.models], seen.roles, seen.reasons, seen.usages], [1, [model], 1, ['stop'], 1]);
  }
});

test('it keeps the chunk contract', async () => {
  const answer = await post(gateway, {model: 'cut', messages: say('Tell me.'), stream: true, stream_options: {include_usage: true},
                                      fallback_config: resume});
  assert.equal(answer.status, 200);
  readStream(await answer.text(), {usage: true});
});

test('who asks for nothing gets the error', async () => {
  const seen = await read(await ask('cut', {fallback_config: undefined}));
  assert.ok(seen.error instanceof APIError, `${seen.error}`);
});

test('a model that will not go on is not shown, and the client raises', async () => {
  const whole = await read(await ask('whole'));
  const seen = await read(await ask('refusing'));
  assert.ok(seen.error instanceof APIError, `${seen.error}`);
  assert.ok(whole.text.startsWith(seen.text) && seen.text.length > 0);
  assert.deepEqual([seen.reasons, seen.usages], [[], 0]);
});

test('half a call is never gone on with', async () => {
  const seen = await read(await ask('calling', {tools: [weatherTool]}));
  assert.ok(seen.error instanceof APIError, `${seen.error}`);
});

test('a mistake is a 400 that names it', async () => {
  const error = await ask('whole', {fallback_config: {resume: 'yes'}}).catch(failure => failure);
  assert.equal(error.status, 400);
  assert.equal(error.param, 'fallback_config.resume');
});

test('comments in a silent stream are nothing to the client', async () => {
  const answer = await post(gateway, {model: 'slow', messages: say('hello'), stream: true});
  assert.match(await answer.text(), /\n\n: ping\n\n/);
  const seen = await read(await ask('slow'));
  assert.equal(seen.error, null);
  assert.equal(seen.text.split(' ').length, 4);
});
