// The client's former major version, which much deployed code still uses: what would break first if it broke.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import OpenAI from 'openai-6';
import {VERSION} from 'openai-6/version';
import {say, weatherTool} from './client.mjs';
import {startGateway} from './gateway.mjs';

let gateway;
let client;
before(async () => {
  gateway = await startGateway({words: 'sim/words-20', tool: 'sim/tools-2', cut: 'sim/words-20?cut=5'});
  client = new OpenAI({baseURL: `${gateway.url}/v1`, apiKey: gateway.key, maxRetries: 0});
});
after(() => gateway.stop());

test('it is another major version than the one that the other files use', () => assert.match(VERSION, /^6\./));

test('an answer, whole and streamed, is the same', async () => {
  const request = {model: 'words', messages: say('go on')};
  const {data: whole, request_id: id} = await client.chat.completions.create(request).withResponse();
  assert.equal(whole._request_id, id);
  const streamed = await client.chat.completions.stream(request).finalChatCompletion();
  assert.equal(streamed.choices[0].message.content, whole.choices[0].message.content);
});

test('parallel calls are put together from a stream', async () => {
  const {choices: [{message}]} = await client.chat.completions.stream(
      {model: 'tool', messages: say('weather?'), tools: [weatherTool]}).finalChatCompletion();
  assert.equal(message.tool_calls.length, 2);
  for (const call of message.tool_calls) assert.equal(typeof JSON.parse(call.function.arguments).city, 'string');
});

test('models are listed', async () => {
  assert.deepEqual((await Array.fromAsync(client.models.list())).map(model => model.id).sort(), ['cut', 'tool', 'words']);
});

test('failures become its classes', async () => {
  await assert.rejects(client.chat.completions.create({model: 'no-such-model', messages: say('hi')}), OpenAI.BadRequestError);
  const stranger = new OpenAI({baseURL: `${gateway.url}/v1`, apiKey: 'wrong-key-0123456789', maxRetries: 0});
  await assert.rejects(stranger.chat.completions.create({model: 'words', messages: say('hi')}), OpenAI.AuthenticationError);
  await assert.rejects(async () => {
    for await (const _ of await client.chat.completions.create({model: 'cut', messages: say('hi'), stream: true}));
  }, OpenAI.APIError);
});
