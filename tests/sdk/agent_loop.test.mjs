// The loop that a client runs: ask, run the tools that are called, send their results, ask again, at most ten times. Against every
// dialect, with models that think before they call; the client sends back what every client does, the words and the calls.
// Sources: AssemblyAI docs, "Tool calling", "Agentic workflows"; AssemblyAI's Python SDK, run_tools(max_rounds=10).
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {clientOf, say, weatherTool} from './client.mjs';
import {startEveryDialect} from './conversations.mjs';

const roundsMax = 10;
const thinking = 'thoughts=9';
const providers = {
  'openai': {dialect: 'openai', family: 'gpt-4.1-'},
  'anthropic': {dialect: 'anthropic', family: 'claude-sonnet-4-5-'},
  'gemini': {dialect: 'gemini', family: 'gemini-3.5-flash-'},
  'bedrock': {dialect: 'bedrock', family: 'us.anthropic.claude-sonnet-4-5-'},
  'gemini-compat': {dialect: 'openai', family: 'gemini-3-flash-', option: '&signed'},
};
const answers = {
  three: `tools-2?rounds=3&${thinking}`, once: `tools-3?${thinking}`, endless: `tool?rounds=1000&${thinking}`,
};

let gateway;
let client;
before(async () => {
  gateway = await startEveryDialect(answers, providers);
  client = clientOf(gateway);
});
after(() => gateway.stop());

async function ask(request, streamed) {
  const completion = streamed ? await client.chat.completions.stream(request).finalChatCompletion()
                              : await client.chat.completions.create(request);
  return completion.choices[0];
}

/** Returns the whole conversation, how often was asked, and the last answer. `run` is given a call, and says its result. */
async function loop(model, run, {streamed = false} = {}) {
  const messages = say('The weather, please.');
  for (let asked = 1; ; ++asked) {
    const {message, finish_reason: reason} = await ask({model, messages, tools: [weatherTool], reasoning_effort: 'low', max_tokens: 4000}, streamed);
    const {content, tool_calls: calls} = message;
    if (!calls?.length || asked === roundsMax) return {messages, asked, reason, content, calls};
    assert.equal(reason, 'tool_calls');
    messages.push({role: 'assistant', content, tool_calls: calls.map(({id, type, function: {name, arguments: text}}) => ({id, type, function: {name, arguments: text}}))});
    for (const call of calls) {
      JSON.parse(call.function.arguments);
      messages.push({role: 'tool', tool_call_id: call.id, name: call.function.name, content: await run(call)});
    }
  }
}

async function bytesSent() {
  const {headers} = (await gateway.simulatedCalls()).at(-1);
  return Number(Object.fromEntries(Array.isArray(headers) ? headers : Object.entries(headers))['content-length']);
}

for (const provider of Object.keys(providers)) {
  for (const streamed of [false, true]) {
    test(`${provider}: two tools in each of three rounds, then an answer, ${streamed ? 'streamed' : 'whole'}`, async () => {
      let runs = 0;
      const end = await loop(`${provider}/three`, () => `result ${++runs}`, {streamed});
      assert.deepEqual({asked: end.asked, reason: end.reason, runs}, {asked: 4, reason: 'stop', runs: 6});
      assert.match(end.content, /The tool answered: .*result 6/);
      const ids = end.messages.flatMap(({tool_calls: calls = []}) => calls.map(({id}) => id));
      assert.equal(new Set(ids).size, 6, 'every call has an id of its own');
    });
  }

  test(`${provider}: a model that never stops is stopped by the client after ten rounds`, async () => {
    const end = await loop(`${provider}/endless`, () => 'more');
    assert.deepEqual({asked: end.asked, reason: end.reason, calls: end.calls.length}, {asked: roundsMax, reason: 'tool_calls', calls: 1});
  });

  const results = {
    'of nothing': '', 'of white space': ' \n', 'of a mebibyte': 'The sun shines. '.repeat(65_536), 'that are no JSON': 'four degrees {',
    'that are JSON of every kind': '[1,2,{"a":null}]', 'that look like a reference': '{"$ref":"#/a"}', 'that are an object': '{"degrees":4}',
  };
  for (const [what, result] of Object.entries(results)) {
    test(`${provider}: results ${what} are taken, three at once`, async () => {
      const end = await loop(`${provider}/once`, () => result);
      const isLong = result.length > 1_000_000;  // and so is the answer, which repeats it, up to its limit
      assert.deepEqual({asked: end.asked, reason: end.reason}, {asked: 2, reason: isLong ? 'length' : 'stop'});
      if (isLong) assert.ok(await bytesSent() > 3 * result.length, 'all of it was sent on');
    });
  }
}

test('the official client\'s own loop runs the tools', async () => {
  for (const provider of Object.keys(providers)) {
    const {function: {name, description, parameters}} = weatherTool;
    const runner = client.chat.completions.runTools({
      model: `${provider}/three`, messages: say('The weather, please.'), reasoning_effort: 'low', max_tokens: 4000,
      tools: [{type: 'function', function: {name, description, parameters, parse: JSON.parse, function: ({city}) => `sunny in ${city}`}}],
    }, {maxChatCompletions: roundsMax});
    assert.match(await runner.finalContent(), /sunny in /, provider);
  }
});
