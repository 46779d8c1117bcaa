// LangChain's official ChatOpenAI, pointed at Parley. It sends content as arrays of parts in every role, and nulls.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {AIMessage, HumanMessage, SystemMessage, ToolMessage} from '@langchain/core/messages';
import {tool} from '@langchain/core/tools';
import {ChatOpenAI} from '@langchain/openai';
import {z} from 'zod';
import {post} from './client.mjs';
import {startGateway} from './gateway.mjs';

const weather = tool(() => 'sunny', {
  name: 'look_up_weather', description: 'The weather in a city.', schema: z.object({city: z.string(), days: z.number()}),
});
const ticketSchema = z.object({topic: z.string(), urgent: z.boolean()});

let gateway;
before(async () => {
  gateway = await startGateway({
    echo: 'sim/echo', words: 'sim/words-20?cached=1', tool: 'sim/tool', tools: 'sim/tools-2', json: 'sim/json',
    limited: 'sim/fixed?status=429&retry_after=2', broken: 'sim/fixed?status=500', cut: 'sim/words-20?cut=5',
  });
});
after(() => gateway.stop());

function chat(model, options = {}) {
  return new ChatOpenAI({model, apiKey: gateway.key, maxRetries: 0, configuration: {baseURL: `${gateway.url}/v1`}, ...options});
}

/** The body of the upstream call that contains `text`, as an object. */
async function bodyWith(text) {
  return JSON.parse((await gateway.simulatedCalls()).findLast(call => call.body.includes(text)).body);
}

test('a message is answered, with usage', async () => {
  const answer = await chat('words').invoke([new HumanMessage('go on, as long as you like')]);
  assert.equal(answer.content.split(' ').length, 20);
  const usage = answer.usage_metadata;
  assert.ok(usage.input_tokens > 0 && usage.output_tokens > 0);
  assert.equal(usage.total_tokens, usage.input_tokens + usage.output_tokens);
  assert.equal(usage.input_token_details.cache_read, 1);
  assert.equal(answer.response_metadata.finish_reason, 'stop');
  assert.match(answer.id, /^chatcmpl-/);
});

test('content in parts is accepted in every role', async () => {
  const parts = text => [{type: 'text', text: `${text} one`}, {type: 'text', text: `, ${text} two`}];
  const answer = await chat('echo').invoke([
    new SystemMessage({content: parts('system')}), new HumanMessage({content: parts('earlier')}),
    new AIMessage({content: parts('assistant')}), new HumanMessage({content: parts('parts')}),
  ]);
  assert.equal(answer.content, 'parts one, parts two');
});

test('content in parts is accepted for a tool\'s result, and nulls for what is absent', async () => {
  const call = {id: 'call_1', type: 'function', function: {name: 'look_up_weather', arguments: '{}'}};
  const answer = await post(gateway, {
    model: 'tool',
    messages: [{role: 'user', content: [{type: 'text', text: 'weather?'}]},
               {role: 'assistant', content: null, tool_calls: [call], name: null, function_call: null, refusal: null},
               {role: 'tool', tool_call_id: 'call_1', content: [{type: 'text', text: 'snow'}], name: null}],
    tools: null, tool_choice: null, temperature: null, top_p: null, stop: null, response_format: null, stream: null,
    stream_options: null, max_tokens: null, n: null, seed: null, user: null, reasoning_effort: null,
  });
  assert.equal(answer.status, 200);
  assert.match((await answer.json()).choices[0].message.content, /snow/);
});

test('a stream is put together, with usage at its end', async () => {
  let whole;
  let pieces = 0;
  for await (const piece of await chat('words', {streamUsage: true}).stream('go on')) {
    whole = whole ? whole.concat(piece) : piece;
    ++pieces;
  }
  assert.ok(pieces > 20, `${pieces} pieces`);
  assert.equal(whole.content.trim().split(' ').length, 20);
  assert.ok(whole.usage_metadata.total_tokens > 0);
  assert.equal(whole.response_metadata.finish_reason, 'stop');
});

test('bound tools are called in parallel, and their results answered', async () => {
  const model = chat('tools').bindTools([weather]);
  const question = new HumanMessage('weather in Bern and Basel?');
  const asked = await model.invoke([question]);
  assert.equal(asked.tool_calls.length, 2);
  for (const {name, args} of asked.tool_calls) {
    assert.equal(name, 'look_up_weather');
    assert.equal(typeof args.city, 'string');
  }
  const results = await Promise.all(asked.tool_calls.map(call => weather.invoke(call)));
  assert.ok(results.every(result => result instanceof ToolMessage));
  const spoken = await model.invoke([question, asked, ...results]);
  assert.match(spoken.content, /sunny/);
  const sent = await bodyWith('sunny');
  assert.deepEqual(sent.messages.map(message => message.role), ['user', 'assistant', 'tool', 'tool']);
});

test('streamed tool calls are put together', async () => {
  let whole;
  for await (const piece of await chat('tools').bindTools([weather]).stream('weather?')) {
    whole = whole ? whole.concat(piece) : piece;
  }
  assert.equal(whole.tool_calls.length, 2);
  assert.equal(typeof whole.tool_calls[1].args.days, 'number');
  assert.deepEqual(whole.invalid_tool_calls ?? [], []);
});

for (const method of ['jsonSchema', 'functionCalling', 'jsonMode']) {
  test(`structured output by ${method}`, async () => {
    const structured = chat(method === 'functionCalling' ? 'tool' : 'json')
        .withStructuredOutput(method === 'jsonMode' ? z.object({answer: z.string()}) : ticketSchema, {method, name: 'ticket'});
    const answer = await structured.invoke('sort this, as JSON');
    if (method === 'jsonMode') {
      assert.equal(answer.answer, 'simulated');
    } else {
      assert.deepEqual([typeof answer.topic, typeof answer.urgent], ['string', 'boolean']);
    }
  });
}

test('failures keep their status and their words', async () => {
  const table = [[chat('no-such-model'), 400, /model no-such-model is not supported/],
                 [chat('echo', {apiKey: 'wrong-key-0123456789'}), 401, /API token missing\/invalid/],
                 [chat('limited'), 429, /too many requests/], [chat('broken'), 502, /upstream provider error/]];
  for (const [model, status, words] of table) {
    const error = await model.invoke('hi').then(() => assert.fail('the call succeeded'), reason => reason);
    assert.equal(error.status, status, error.stack);
    assert.match(error.message, words);
  }
});

test('a stream that breaks is an error, not a short answer', async () => {
  await assert.rejects(async () => {
    for await (const _ of await chat('cut').stream('go on'));
  }, /provider/);
});
