// Conversations with tools, reasoning and usage through the official client: everything that comes back can be sent again.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {clientOf, post, say, weatherTool} from './client.mjs';
import {startGateway} from './gateway.mjs';

let gateway;
let client;
before(async () => {
  gateway = await startGateway({
    echo: 'sim/echo', tool: 'sim/tool', tools: 'sim/tools-3', reasoning: 'sim/reasoning', cached: 'sim/fixed?cached=2',
  });
  client = clientOf(gateway);
});
after(() => gateway.stop());

async function collect(request) {
  const chunks = await Array.fromAsync(await client.chat.completions.create({...request, stream: true}));
  const deltas = chunks.flatMap(chunk => chunk.choices.map(choice => choice.delta));
  return {chunks, deltas, text: field => deltas.map(delta => delta[field] ?? '').join('')};
}

/** The messages of the upstream call that contains `text`. */
async function messagesWith(text) {
  return JSON.parse((await gateway.simulatedCalls()).findLast(call => call.body.includes(text)).body).messages;
}

for (const streamed of [false, true]) {
  test(`three parallel calls, their results, and the answer: ${streamed ? 'streamed' : 'whole'}`, async () => {
    const complete = async request => streamed
        ? (await client.chat.completions.stream(request).finalChatCompletion()).choices[0]
        : (await client.chat.completions.create(request)).choices[0];
    const messages = say('weather in three cities?');
    const {message, finish_reason: finishReason} = await complete({model: 'tools', messages, tools: [weatherTool]});
    assert.equal(finishReason, 'tool_calls');
    assert.equal(new Set(message.tool_calls.map(call => call.id)).size, 3);
    messages.push(message, ...message.tool_calls.map(
        (call, i) => ({role: 'tool', tool_call_id: call.id, content: `result ${i} of ${call.id}`})));
    const spoken = await complete({model: 'tools', messages, tools: [weatherTool]});
    assert.match(spoken.message.content, /result 2/);
    const sent = await messagesWith(`result 2 of ${message.tool_calls[2].id}`);
    assert.deepEqual(sent.map(item => item.role), ['user', 'assistant', 'tool', 'tool', 'tool']);
    assert.deepEqual(sent[1].tool_calls.map(call => call.function), message.tool_calls.map(
        call => ({name: call.function.name, arguments: call.function.arguments})));
  });
}

test('parallel calls can be declined, and one tool forced or required', async () => {
  const ask = more => client.chat.completions.create({model: 'tools', messages: say('weather?'), tools: [weatherTool], ...more});
  const callsOf = completion => completion.choices[0].message.tool_calls.length;
  assert.equal(callsOf(await ask({parallel_tool_calls: false})), 1);
  assert.equal(callsOf(await ask({tool_choice: 'required'})), 3);
  assert.equal(callsOf(await ask({tool_choice: {type: 'function', function: {name: 'look_up_weather'}}})), 3);
});

test('history in the older form is understood', async () => {
  const messages = [...say('where is A-19?'),
                    {type: 'function_call', tool_call_id: 'call_7', name: 'lookup_order', arguments: '{"order":"A-19"}'},
                    {type: 'function_call_output', tool_call_id: 'call_7', name: 'lookup_order', output: '{"state":"shipped"}'}];
  const answer = await post(gateway, {model: 'tool', messages});
  assert.equal(answer.status, 200);
  assert.match((await answer.json()).choices[0].message.content, /shipped/);
});

test('conversations of every order reach the upstream as they are', async () => {
  const call = (id, text) => ({id, type: 'function', function: {name: 'look_up_weather', arguments: text}});
  const table = {
    'instructions and a question': [{role: 'system', content: 'Be brief.'}, ...say('hello')],
    'two questions in a row': [...say('first'), ...say('second')],
    'an answer begun': [...say('count'), {role: 'assistant', content: 'One, two'}],
    'a call without arguments': [...say('go'), {role: 'assistant', content: null, tool_calls: [call('a', '')]},
                                 {role: 'tool', tool_call_id: 'a', content: 'no JSON at all'}],
    'two calls, one result empty': [...say('go'), {role: 'assistant', content: null, tool_calls: [call('a', '{}'), call('b', '{}')]},
                                    {role: 'tool', tool_call_id: 'a', content: ''}, {role: 'tool', tool_call_id: 'b', content: '{"a":1}'}],
    'words beside a call': [...say('go'), {role: 'assistant', content: 'Let me look.', tool_calls: [call('a', '{}')]},
                            {role: 'tool', tool_call_id: 'a', content: '4 degrees'}],
  };
  for (const [name, messages] of Object.entries(table)) {
    const marked = [{role: 'system', content: name}, ...messages];
    await client.chat.completions.create({model: 'echo', messages: marked, tools: [weatherTool]});
    assert.deepEqual(await messagesWith(name), marked, name);
  }
  const unknown = [...say('go'), {role: 'tool', tool_call_id: 'nobody', content: 'x'}];
  await assert.rejects(client.chat.completions.create({model: 'echo', messages: unknown}), {status: 400, param: 'messages[1].tool_call_id'});
});

test('reasoning is streamed through the client, before the content, and as often as whole', async () => {
  const streamed = await collect({model: 'reasoning', messages: say('why?')});
  const {choices: [{message}]} = await client.chat.completions.create({model: 'reasoning', messages: say('why?')});
  assert.equal(streamed.text('reasoning_content'), message.reasoning_content);
  assert.equal(streamed.text('content'), message.content);
  assert.equal(message.thinking, message.reasoning_content);
  const lastReasoning = streamed.deltas.findLastIndex(delta => delta.reasoning_content);
  const firstContent = streamed.deltas.findIndex(delta => delta.content);
  assert.ok(lastReasoning < firstContent, 'thinking comes first');
});

test('an answer with reasoning can be sent back as history', async () => {
  const {choices: [{message}]} = await client.chat.completions.create({model: 'reasoning', messages: say('why?')});
  const {choices: [choice]} = await client.chat.completions.create(
      {model: 'echo', messages: [...say('why?'), message, ...say('and then?')]});
  assert.equal(choice.message.content, 'and then?');
});

test('usage is streamed to the client with its details, once and last', async () => {
  const request = {model: 'cached', messages: say('a prompt of several tokens')};
  const {chunks} = await collect({...request, stream_options: {include_usage: true}});
  const whole = await client.chat.completions.create(request);
  assert.equal(chunks.filter(chunk => chunk.usage).length, 1);
  const {usage, choices} = chunks.at(-1);
  assert.deepEqual(choices, []);
  assert.equal(usage.prompt_tokens_details.cached_tokens, 2);
  for (const name of Object.keys(usage)) assert.deepEqual(usage[name], whole.usage[name], name);
  assert.deepEqual((await collect(request)).chunks.filter(chunk => chunk.usage), [], 'not when not asked for');
});

test('a `developer` message and a message with a name pass', async () => {
  const {choices: [{message}]} = await client.chat.completions.create(
      {model: 'echo', messages: [{role: 'developer', content: 'Be brief.'}, {role: 'user', name: 'Ada', content: 'hello'}]});
  assert.equal(message.content, 'hello');
});
