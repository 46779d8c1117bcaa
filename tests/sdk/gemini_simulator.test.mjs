// Google's own client against the simulated upstream alone: what our tests of the dialect ask must look to it like Gemini.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {ApiError, FunctionCallingConfigMode, GoogleGenAI} from '@google/genai';

import {startGateway} from './gateway.mjs';

let gateway;
let models;
before(async () => {
  gateway = await startGateway({any: 'sim/fixed'});
  ({models} = new GoogleGenAI({apiKey: 'AIza-test', httpOptions: {baseUrl: gateway.simulatorUrl}}));
});
after(() => gateway.stop());

const functionDeclarations = [{name: 'look_up_weather', parametersJsonSchema: {
  type: 'object', properties: {city: {type: 'string'}, days: {type: 'integer'}}, required: ['city', 'days'],
}}];
const tools = [{functionDeclarations}];

async function collect(stream) {
  const replies = [];
  for await (const reply of stream) replies.push(reply);
  return replies;
}

test('an answer', async () => {
  const reply = await models.generateContent({model: 'echo@cached=2', contents: 'Say something.'});
  assert.equal(reply.text, 'Say something.');
  assert.equal(reply.candidates[0].finishReason, 'STOP');
  assert.equal(reply.usageMetadata.cachedContentTokenCount, 2);
  assert.equal(reply.usageMetadata.promptTokenCount, Math.ceil('Say something.'.length / 4));
  assert.equal(reply.modelVersion, 'echo@cached=2');
});

test('an answer that is cut', async () => {
  const reply = await models.generateContent({model: 'words-50', contents: 'x', config: {maxOutputTokens: 5}});
  assert.equal(reply.candidates[0].finishReason, 'MAX_TOKENS');
  assert.equal(reply.usageMetadata.candidatesTokenCount, 5);
});

test('a stream is the whole answer in pieces', async () => {
  const replies = await collect(await models.generateContentStream({model: 'words-20', contents: 'x'}));
  const whole = await models.generateContent({model: 'words-20', contents: 'x'});
  assert.equal(replies.map(reply => reply.text ?? '').join(''), whole.text);
  assert.equal(replies.at(-1).candidates[0].finishReason, 'STOP');
  assert.deepEqual(replies.at(-1).usageMetadata, whole.usageMetadata);
});

test('functions are called together, signed once, and answered', async () => {
  const asked = await models.generateContent({model: 'tools-2', contents: 'weather?', config: {tools}});
  assert.equal(asked.functionCalls.length, 2);
  for (const call of asked.functionCalls) assert.equal(typeof call.args.city, 'string');
  const {content} = asked.candidates[0];
  assert.ok(content.parts[0].thoughtSignature);
  assert.equal(content.parts[1].thoughtSignature, undefined);
  const results = asked.functionCalls.map(({name}) => ({functionResponse: {name, response: {output: 'sunny'}}}));
  const contents = [{role: 'user', parts: [{text: 'weather?'}]}, content, {role: 'user', parts: results}];
  assert.match((await models.generateContent({model: 'tools-2', contents, config: {tools}})).text, /sunny/);

  await assert.rejects(models.generateContent({model: 'tools-2', contents: [...contents.slice(0, 2), {role: 'user', parts: [results[0]]}]}),
                       error => error instanceof ApiError && error.status === 400 && /function response parts/.test(error.message));
  const unsigned = {...content, parts: content.parts.map(({functionCall}) => ({functionCall}))};
  await assert.rejects(models.generateContent({model: 'tools-2', contents: [contents[0], unsigned, contents[2]]}), /thought_signature/);
});

test('a function can be chosen, or none', async () => {
  const choose = (mode, allowedFunctionNames) => ({tools, toolConfig: {functionCallingConfig: {mode, allowedFunctionNames}}});
  const named = await models.generateContent(
      {model: 'tool', contents: 'x', config: choose(FunctionCallingConfigMode.ANY, ['look_up_weather'])});
  assert.equal(named.functionCalls[0].name, 'look_up_weather');
  const none = await models.generateContent({model: 'tool', contents: 'x', config: choose(FunctionCallingConfigMode.NONE)});
  assert.equal(none.functionCalls, undefined);
});

test('thoughts are told to those who ask', async () => {
  const ask = includeThoughts => models.generateContent({model: 'reasoning', contents: 'x', config: {thinkingConfig: {includeThoughts}}});
  const shown = await ask(true);
  assert.equal(shown.candidates[0].content.parts[0].thought, true);
  assert.equal(shown.text, 'This is a simulated answer.');
  const hidden = await ask(false);
  assert.equal(hidden.candidates[0].content.parts.length, 1);
  assert.ok(hidden.usageMetadata.thoughtsTokenCount > 0);
});

test('a schema is followed', async () => {
  const responseJsonSchema = {type: 'object', properties: {topic: {type: 'string'}, urgent: {type: 'boolean'}}, required: ['topic', 'urgent']};
  const reply = await models.generateContent(
      {model: 'json', contents: 'x', config: {responseMimeType: 'application/json', responseJsonSchema}});
  const {topic, urgent} = JSON.parse(reply.text);
  assert.equal(typeof topic, 'string');
  assert.equal(typeof urgent, 'boolean');
});

test('errors are Google\'s', async () => {
  const ask = model => models.generateContent({model, contents: 'x'});
  await assert.rejects(ask('echo@status=429,retry_after=7'), error => {
    const {error: status} = JSON.parse(error.message);
    assert.equal(error.status, 429);
    assert.equal(status.status, 'RESOURCE_EXHAUSTED');
    assert.deepEqual(status.details, [{'@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '7s'}]);
    return true;
  });
  await assert.rejects(ask('nonsense'), error => error.status === 404);
  const broken = await models.generateContentStream({model: 'words-50@error_in_stream=3', contents: 'x'});
  await assert.rejects(collect(broken), /internal|error/i);
});
