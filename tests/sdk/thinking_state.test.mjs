// What a provider says about a model's thinking beside its calls has to come back with them, and a client of OpenAI's API sends back
// the words and the calls and nothing else: the state travels in the calls' ids, or waits at the gateway.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {clientOf, post, say, weatherTool} from './client.mjs';
import {startEveryDialect} from './conversations.mjs';

const standIn = 'skip_thought_signature_validator';
const signature = 'c2ltdWxhdGVkIHRob3VnaHRz';  // the simulator's
const mark = '-ts1-';
const providers = {
  'openai': {dialect: 'openai', family: 'gpt-4.1-'},
  'anthropic': {dialect: 'anthropic', family: 'claude-sonnet-4-5-'},
  'gemini': {dialect: 'gemini', family: 'gemini-3.5-flash-'},
  'bedrock': {dialect: 'bedrock', family: 'us.anthropic.claude-sonnet-4-5-'},
  'gemini-compat': {dialect: 'openai', family: 'gemini-3-flash-', option: '&signed'},
};
const answers = {tools: 'tools-2?thoughts=9', thinks_long: 'tools-2?thoughts=900'};
const signing = ['anthropic', 'gemini', 'bedrock', 'gemini-compat'];
/** What Claude signs is good wherever Claude is. Source: Anthropic's documentation, "Extended thinking", compatibility across platforms. */
const claudes = ['anthropic', 'bedrock'];

let gateway;
let client;
before(async () => {
  gateway = await startEveryDialect(answers, providers);
  client = clientOf(gateway);
});
after(() => gateway.stop());

const request = model => ({model, messages: say('The weather?'), tools: [weatherTool], reasoning_effort: 'low', max_tokens: 8000});

async function ask(asked, streamed = false) {
  const completion = streamed ? await client.chat.completions.stream(asked).finalChatCompletion() : await client.chat.completions.create(asked);
  return completion.choices[0].message;
}

/** The next request of a client that keeps words and calls; `rename` may change the ids on their way. */
function next(model, {content, tool_calls: calls}, rename = id => id) {
  const kept = calls.map(({id, type, function: {name, arguments: text}}) => ({id: rename(id), type, function: {name, arguments: text}}));
  const results = kept.map(({id}) => ({role: 'tool', tool_call_id: id, content: 'sunny'}));
  const asked = request(model);
  return {...asked, messages: [...asked.messages, {role: 'assistant', content, tool_calls: kept}, ...results]};
}

async function sentUpstream() {
  const {body} = (await gateway.simulatedCalls()).at(-1);
  for (const ours of [mark, 'provider_state']) assert.ok(!body.includes(ours), `${ours} is nobody else's business`);
  return JSON.parse(body);
}

/** What the upstream was given back with the first call of the history; undefined: nothing. */
const stateIn = {
  'openai': body => body.messages[1].tool_calls[0].extra_content,
  'anthropic': body => body.messages[1].content.find(({type}) => type === 'thinking')?.signature,
  'gemini': body => body.contents[1].parts.find(part => part.functionCall).thoughtSignature,
  'bedrock': body => body.messages[1].content.find(block => block.reasoningContent)?.reasoningContent.reasoningText.signature,
  'gemini-compat': body => body.messages[1].tool_calls[0].extra_content?.google.thought_signature,
};
const idsIn = {
  'openai': body => body.messages[1].tool_calls.map(({id}) => id),
  'anthropic': body => body.messages[1].content.filter(({type}) => type === 'tool_use').map(({id}) => id),
  'gemini': body => body.contents[1].parts.filter(part => part.functionCall).map(part => part.functionCall.id),
  'bedrock': body => body.messages[1].content.filter(block => block.toolUse).map(({toolUse}) => toolUse.toolUseId),
};
idsIn['gemini-compat'] = idsIn.openai;

function checkState(provider, body) {
  const state = stateIn[provider](body);
  if (provider === 'anthropic') {
    assert.ok(state?.length > 0);  // whose it is, the simulator has checked: it refuses any other
    assert.equal(body.messages[1].content[0].type, 'thinking');
    assert.equal(body.thinking.type, 'enabled', 'the model goes on thinking');
  } else if (provider === 'bedrock') {
    assert.ok(state?.length > 0);
    assert.ok(body.messages[1].content[0].reasoningContent, 'the thought stands before the calls');
    assert.equal(body.additionalModelRequestFields.thinking.type, 'enabled', 'the model goes on thinking');
  } else {
    assert.equal(state, signature);
  }
}

for (const provider of signing) {
  for (const streamed of [false, true]) {
    test(`${provider}: thinking comes back through a client that keeps only words and calls, ${streamed ? 'streamed' : 'whole'}`, async () => {
      const model = `${provider}/tools`;
      const message = await ask(request(model), streamed);
      const [first, second] = message.tool_calls.map(({id}) => id);
      assert.match(first, /^[A-Za-z0-9_-]+-ts1-[A-Za-z0-9_-]+$/);
      assert.ok(first.length < 1_000 && !second.includes(mark), 'one call carries it, and it is small');
      await ask(next(model, message), streamed);
      const body = await sentUpstream();
      checkState(provider, body);
      assert.deepEqual(idsIn[provider](body), [first.split(mark)[0], second]);
    });
  }

  test(`${provider}: an id that a client has cut still brings it back`, async () => {
    const model = `${provider}/tools`;
    const message = await ask(request(model));
    await ask(next(model, message, id => id.slice(0, 40)));
    checkState(provider, await sentUpstream());
  });

  test(`${provider}: a forged id is an id like any other`, async () => {
    const model = `${provider}/tools`;
    const message = await ask(request(model));
    for (const rename of [id => `x${id}`, id => id.replace(/^[^-]*/, 'call_other'), id => id.replace(mark, '-ts2-'), () => `call_1${mark}AAAA`]) {
      const [call] = message.tool_calls;
      await ask(next(model, {content: null, tool_calls: [call]}, rename));
      const {body} = (await gateway.simulatedCalls()).at(-1);
      const state = stateIn[provider](JSON.parse(body));
      assert.ok(state === undefined || state === standIn, `${state}`);
    }
  });

  test(`${provider}: another gateway's id opens nothing`, async () => {
    const other = await startEveryDialect(answers, providers);
    try {
      const model = `${provider}/tools`;
      const {choices: [{message}]} = await clientOf(other).chat.completions.create(request(model));
      await ask(next(model, message));
      const {body} = (await gateway.simulatedCalls()).at(-1);
      const state = stateIn[provider](JSON.parse(body));
      assert.ok(state === undefined || state === standIn, `${state}`);
    } finally {
      await other.stop();
    }
  });

  for (const to of Object.keys(providers).filter(name => name !== provider)) {
    if (claudes.includes(provider) && claudes.includes(to)) continue;  // they know each other's
    test(`a conversation moves from ${provider} to ${to} without the one's thoughts`, async () => {
      const message = await ask(request(`${provider}/tools`));
      await ask(next(`${to}/tools`, message));
      const body = await sentUpstream();
      const state = stateIn[to](body);
      const isGoogles = provider.startsWith('gemini') && to.startsWith('gemini');
      assert.equal(state, isGoogles ? signature : to === 'gemini' ? standIn : undefined);
      const ids = message.tool_calls.map(({id}) => id.split(mark)[0]);
      assert.deepEqual(idsIn[to](body), ids);
    });
  }
}

for (const [from, to] of [claudes, claudes.toReversed()]) {
  test(`a conversation takes its thoughts along from ${from} to ${to}`, async () => {
    const message = await ask(request(`${from}/tools`));
    await ask(next(`${to}/tools`, message));
    checkState(to, await sentUpstream());
  });
}

test('thoughts too long to travel wait at the gateway', async () => {
  for (const streamed of [false, true]) {
    const model = 'anthropic/thinks_long';
    const message = await ask(request(model), streamed);
    assert.ok(message.tool_calls.every(({id}) => !id.includes(mark)));
    await ask(next(model, message), streamed);
    checkState('anthropic', await sentUpstream());
  }
});

test('what does not think carries nothing', async () => {
  const message = await ask({...request('openai/tools'), reasoning_effort: undefined});
  assert.ok(message.tool_calls.every(({id}) => !id.includes(mark)));
});

test('a result for an id that nobody called is refused as ever', async () => {
  const asked = next('anthropic/tools', await ask(request('anthropic/tools')));
  asked.messages.at(-1).tool_call_id += 'A';
  assert.equal((await post(gateway, asked)).status, 400);
});
