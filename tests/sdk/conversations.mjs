// The conversations of tests/conversations, and a gateway before upstreams of every dialect to hold them with.
//
// A conversation says which simulated model answers (`model`, below), what is sent, and what has to come back from every dialect:
// `finish_reason`, and where they are the same everywhere `content`, the names of `calls`, or the names in an answer that is `json`.
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import path from 'node:path';

import {startGateway} from './gateway.mjs';

const folder = path.resolve(import.meta.dirname, '../conversations');

const answers = {
  echo: 'echo', fixed: 'fixed', words: 'words-50', tool: 'tool', tools: 'tools-3', json: 'json', thinker: 'reasoning',
  refuses: 'words-5?finish=content_filter',
};

/** Providers by the names of the hosts that they are, with upstream names of real families: each model is asked in its own way. */
export const upstreams = {
  openai: {dialect: 'openai', family: 'gpt-4.1-'}, anthropic: {dialect: 'anthropic', family: 'claude-sonnet-4-5-'},
  gemini: {dialect: 'gemini', family: 'gemini-3.5-flash-'}, bedrock: {dialect: 'bedrock', family: 'us.anthropic.claude-sonnet-4-5-'},
  'bedrock-nova': {dialect: 'bedrock', family: 'us.amazon.nova-2-lite-'},
};
export const dialects = Object.keys(upstreams);

/** `{"$repeat": [TEXT, COUNT]}` is a long text. */
function expand(value) {
  if (Array.isArray(value)) return value.map(expand);
  if (value === null || typeof value !== 'object') return value;
  if (value.$repeat) return value.$repeat[0].repeat(value.$repeat[1]);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, expand(inner)]));
}

export async function readConversations() {
  const texts = await Promise.all(['plain', 'tools', 'forms'].map(name => readFile(path.join(folder, `${name}.json`), 'utf8')));
  return texts.flatMap(text => JSON.parse(text)).map(({conversation, model, messages, more, answer}) => {
    const request = {model, ...(messages && {messages: expand(messages)}), ...expand(more)};
    return {name: conversation, request, answer};
  });
}

/** A gateway with the model DIALECT/ANSWER for each of `answered`, an object of the simulator's answers, at each of `providers`. */
export function startEveryDialect(answered = answers, providers = upstreams) {
  const models = {};
  const script = {};
  for (const [provider, {family, option = ''}] of Object.entries(providers)) {
    for (const [name, answer] of Object.entries(answered)) {
      models[`${provider}/${name}`] = {provider, model: family + name};
      script[family + name] = answer + option;
    }
  }
  const dialectOf = Object.entries(providers).map(([provider, {dialect}]) => [provider, dialect]);
  return startGateway(models, {}, {script, providers: Object.fromEntries(dialectOf)});
}

/** What kind of thing stands where. A list is as its first entry is. */
function typesOf(value) {
  if (Array.isArray(value)) return value.length > 0 ? [typesOf(value[0])] : [];
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.keys(value).sort().map(name => [name, typesOf(value[name])]));
}

// Of OpenAI alone, which answers in words that nobody else has.
const ownWords = new Set(['service_tier', 'system_fingerprint', 'refusal', 'annotations', 'logprobs', 'provider_state', 'index', 'parsed']);

function namesIn(object) {
  return Object.keys(object).filter(name => !ownWords.has(name) && object[name] !== undefined).sort();
}

/** An answer without what may differ between dialects: words, ids, counts. A client's own reading of it may lack names. */
export function shapeOf(completion) {
  const [choice] = completion.choices;
  const calls = (choice.message.tool_calls ?? []).map(
      call => ({type: call.type, name: call.function.name, arguments: typesOf(JSON.parse(call.function.arguments))}));
  return {
    names: namesIn(completion), inMessage: namesIn(choice.message), content: typesOf(choice.message.content), calls,
    finishReason: choice.finish_reason, usage: typesOf(completion.usage),
  };
}

/** Holds what an answer says against what the conversation asks for. */
export function checkAnswer({content, calls, finishReason, reasoning}, expected) {
  assert.equal(finishReason, expected.finish_reason);
  if (expected.content !== undefined) assert.equal(content, expected.content);
  if (expected.calls) assert.deepEqual(calls, expected.calls);
  if (expected.json) assert.deepEqual(Object.keys(JSON.parse(content)).sort(), expected.json);
  if (expected.reasoning) assert.ok(reasoning?.length > 0, 'thoughts are told');
}
