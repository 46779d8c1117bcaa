// Tool calls through the official client, streamed and whole.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {readStream} from './chunk_contract.mjs';
import {clientOf, post, say, weatherTool} from './client.mjs';
import {startGateway} from './gateway.mjs';

let gateway;
let client;
before(async () => {
  gateway = await startGateway({tool: 'sim/tool', 'two-tools': 'sim/tools-2', dripping: 'sim/tools-2?drip=0ms'});
  client = clientOf(gateway);
});
after(() => gateway.stop());

function checkArguments(text) {
  const {city, days, ...rest} = JSON.parse(text);
  assert.equal(typeof city, 'string');
  assert.ok(Number.isInteger(days));
  assert.deepEqual(rest, {});
}

test('a tool is called, answered, and the model speaks', async () => {
  const messages = say('weather in Zürich?');
  const asked = await client.chat.completions.create({model: 'tool', messages, tools: [weatherTool]});
  const [choice] = asked.choices;
  assert.equal(choice.finish_reason, 'tool_calls');
  assert.equal(choice.message.content, null);
  const [call] = choice.message.tool_calls;
  assert.equal(call.function.name, 'look_up_weather');
  checkArguments(call.function.arguments);
  assert.deepEqual(choice.tool_calls, choice.message.tool_calls, 'older clients look beside the message');

  messages.push(choice.message, {role: 'tool', tool_call_id: call.id, content: 'sunny'});
  const spoken = await client.chat.completions.create({model: 'tool', messages, tools: [weatherTool]});
  assert.equal(spoken.choices[0].finish_reason, 'stop');
  assert.match(spoken.choices[0].message.content, /sunny/);
});

test('a streamed tool call is put together by the client', async () => {
  const completion = await client.chat.completions.stream(
      {model: 'tool', messages: say('weather?'), tools: [weatherTool]}).finalChatCompletion();
  const [call] = completion.choices[0].message.tool_calls;
  assert.equal(call.function.name, 'look_up_weather');
  checkArguments(call.function.arguments);
});

test('the client\'s tool runner completes a round', async () => {
  let asked;
  const runner = client.chat.completions.runTools({
    model: 'tool', messages: say('weather?'), stream: true,
    tools: [{type: 'function', function: {
      ...weatherTool.function, parse: JSON.parse, function: given => { asked = given; return 'rain'; }}}],
  });
  assert.match(await runner.finalContent(), /rain/);
  assert.equal(typeof asked.city, 'string');
});

for (const model of ['two-tools', 'dripping']) {
  test(`parallel streamed calls keep the chunk contract: ${model}`, async () => {
    const answer = await post(gateway, {model, messages: say('weather?'), tools: [weatherTool], stream: true});
    const said = readStream(await answer.text());
    assert.equal(said.finishReason, 'tool_calls');
    assert.equal(said.content, '');
    assert.equal(said.toolCalls.length, 2);
    assert.notEqual(said.toolCalls[0].id, said.toolCalls[1].id);
    for (const call of said.toolCalls) checkArguments(call.arguments);
  });
}

test('tools that are offered need not be called', async () => {
  const {choices: [choice]} = await client.chat.completions.create(
      {model: 'tool', messages: say('hi'), tools: [weatherTool], tool_choice: 'none'});
  assert.equal(choice.finish_reason, 'stop');
  assert.ok(!choice.message.tool_calls?.length);
});
