// AWS's own client against the simulated upstream alone: what our tests of the dialect ask must look to it like Bedrock, its requests
// must look well signed, and its reader of event streams must find nothing wrong.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand} from '@aws-sdk/client-bedrock-runtime';
import {NodeHttpHandler} from '@smithy/node-http-handler';

import {awsKeys, startGateway} from './gateway.mjs';

let gateway;
before(async () => {
  gateway = await startGateway({any: 'sim/fixed'});
});
after(() => gateway.stop());

/** The simulator speaks HTTP/1.1, which this client must be told. */
function clientWith(options = {}) {
  return new BedrockRuntimeClient({region: 'us-east-1', endpoint: gateway.simulatorUrl, credentials: awsKeys, maxAttempts: 1,
                                   requestHandler: new NodeHttpHandler(), ...options});
}
const converse = (input, client = clientWith()) => client.send(new ConverseCommand(input));
async function events(input, client = clientWith()) {
  const {stream} = await client.send(new ConverseStreamCommand(input));
  const list = [];
  for await (const event of stream) list.push(event);
  return list;
}

const messages = [{role: 'user', content: [{text: 'Say something.'}]}];
const toolConfig = {tools: [{toolSpec: {name: 'look_up_weather', description: 'Weather',
  inputSchema: {json: {type: 'object', properties: {city: {type: 'string'}, days: {type: 'integer'}}, required: ['city', 'days']}}}}]};

test('an answer', async () => {
  const answer = await converse({modelId: 'sim/echo?cached=2', messages, inferenceConfig: {maxTokens: 100}});
  assert.deepEqual(answer.output.message, {role: 'assistant', content: [{text: 'Say something.'}]});
  assert.equal(answer.stopReason, 'end_turn');
  assert.equal(answer.usage.cacheReadInputTokens, 2);
  assert.equal(answer.usage.inputTokens + 2, Math.ceil('Say something.'.length / 4));
  assert.ok(answer.$metadata.requestId);
});

test('an answer that is cut', async () => {
  const answer = await converse({modelId: 'sim/words-50', messages, inferenceConfig: {maxTokens: 5}});
  assert.equal(answer.stopReason, 'max_tokens');
  assert.equal(answer.usage.outputTokens, 5);
});

test('a stream tells the same as a whole answer', async () => {
  const list = await events({modelId: 'sim/words-20', messages});
  const text = list.map(event => event.contentBlockDelta?.delta.text ?? '').join('');
  const whole = await converse({modelId: 'sim/words-20', messages});
  assert.equal(text, whole.output.message.content[0].text);
  assert.deepEqual(list.at(0), {messageStart: {role: 'assistant'}});
  assert.deepEqual(list.at(-2), {messageStop: {stopReason: 'end_turn'}});
  assert.equal(list.at(-1).metadata.usage.outputTokens, whole.usage.outputTokens);
});

test('a stream that arrives byte by byte is the same', async () => {
  const list = await events({modelId: 'sim/words-3?drip=0ms', messages});
  assert.equal(list.map(event => event.contentBlockDelta?.delta.text ?? '').join('').split(' ').length, 3);
});

test('tools are called in parallel and answered', async () => {
  const asked = await converse({modelId: 'sim/tools-2', messages, toolConfig});
  assert.equal(asked.stopReason, 'tool_use');
  const uses = asked.output.message.content.filter(block => block.toolUse);
  assert.equal(uses.length, 2);
  for (const {toolUse} of uses) assert.equal(typeof toolUse.input.city, 'string');
  const results = uses.map(({toolUse}) => ({toolResult: {toolUseId: toolUse.toolUseId, content: [{text: 'sunny'}]}}));
  const spoken = await converse({modelId: 'sim/tools-2', toolConfig,
                                 messages: [...messages, asked.output.message, {role: 'user', content: results}]});
  assert.equal(spoken.stopReason, 'end_turn');
});

test('calls are streamed in pieces', async () => {
  const list = await events({modelId: 'sim/tool', messages, toolConfig});
  const start = list.find(event => event.contentBlockStart).contentBlockStart;
  assert.equal(start.start.toolUse.name, 'look_up_weather');
  const input = list.map(event => event.contentBlockDelta?.delta.toolUse?.input ?? '').join('');
  assert.equal(typeof JSON.parse(input).days, 'number');
});

test('an exception in a stream is raised by its name', async () => {
  await assert.rejects(events({modelId: 'sim/words-20?error_in_stream=5', messages}), {name: /^InternalServerException$/i});
});

for (const [status, name] of [[429, 'ThrottlingException'], [500, 'InternalServerException'], [503, 'ServiceUnavailableException']]) {
  test(`status ${status} is ${name}`, async () => {
    await assert.rejects(converse({modelId: `sim/fixed?status=${status}`, messages}), {name, $fault: status < 500 ? 'client' : 'server'});
  });
}

test('a wrong secret, an unknown key and a clock that is wrong are found out', async () => {
  const wrong = clientWith({credentials: {...awsKeys, secretAccessKey: `${awsKeys.secretAccessKey}x`}});
  await assert.rejects(converse({modelId: 'sim/fixed', messages}, wrong), {name: 'InvalidSignatureException'});
  const unknown = clientWith({credentials: {...awsKeys, accessKeyId: 'AKIDUNKNOWN'}});
  await assert.rejects(converse({modelId: 'sim/fixed', messages}, unknown), {name: 'UnrecognizedClientException'});
  const late = clientWith({systemClockOffset: -3_600_000});
  await assert.rejects(converse({modelId: 'sim/fixed', messages}, late), {name: 'InvalidSignatureException'});
});

test('a session\'s token is signed with the rest, and names of models are encoded', async () => {
  const session = clientWith({credentials: {...awsKeys, sessionToken: 'session/token+1=='}});
  const answer = await converse({modelId: 'sim/words-2?seed=7', messages}, session);
  assert.equal(answer.output.message.content[0].text.split(' ').length, 2);
});

test('what Bedrock refuses is refused', async () => {
  const blank = {modelId: 'sim/fixed', messages: [{role: 'user', content: [{text: ' '}]}]};
  await assert.rejects(converse(blank), {name: 'ValidationException', message: /blank/});
  const twice = {modelId: 'sim/fixed', messages: [...messages, ...messages]};
  await assert.rejects(converse(twice), {name: 'ValidationException', message: /alternate/});
});
