// What holds for every stream of chat.completion.chunk events, checked on the bytes.
import assert from 'node:assert/strict';

/** Reads a whole streamed answer and checks it. Returns what it said. */
export function readStream(text, {usage = false} = {}) {
  const events = readEvents(text);
  assert.equal(events.pop(), '[DONE]', 'a stream ends with [DONE]');
  const chunks = events.map(event => JSON.parse(event));
  checkIdentity(chunks);
  checkUsage(chunks, usage);
  const said = {content: '', reasoning: '', toolCalls: [], finishReason: null, usage: chunks.at(-1)?.usage, chunks};
  const choices = chunks.filter(chunk => chunk.choices.length > 0);
  choices.forEach((chunk, position) => readChoice(chunk.choices, position, said));
  assert.ok(said.finishReason, 'a stream has a finish_reason');
  for (const call of said.toolCalls) JSON.parse(call.arguments);  // `{}` when there are no arguments
  return said;
}

/** The data of each event. Only `data: ` lines and comments are sent, each event ends with an empty line. */
export function readEvents(text) {
  assert.ok(text.endsWith('\n\n'), 'the last event is complete');
  const blocks = text.slice(0, -2).split('\n\n').filter(block => !block.startsWith(':'));
  return blocks.map(block => {
    assert.match(block, /^data: [^\n]+$/, 'an event is one data line, with a space after the colon');
    return block.slice('data: '.length);
  });
}

function checkIdentity(chunks) {
  const [first] = chunks;
  assert.match(first.id, /^chatcmpl-/);
  assert.equal(typeof first.created, 'number');
  assert.equal(typeof first.request_id, 'string', 'the first chunk names the request');
  for (const {id, object, created, model, choices} of chunks) {
    assert.deepEqual({id, object, created, model},
                     {id: first.id, object: 'chat.completion.chunk', created: first.created, model: first.model});
    assert.ok(Array.isArray(choices) && choices.length <= 1);
  }
}

function checkUsage(chunks, asked) {
  const last = chunks.at(-1);
  for (const chunk of asked ? chunks.slice(0, -1) : chunks) {
    assert.equal(chunk.usage ?? null, null, 'usage comes once, at the end, and only if asked for');
    assert.equal(chunk.choices.length, 1);
  }
  if (!asked) return;
  assert.deepEqual(last.choices, []);
  assert.equal(last.usage.prompt_tokens + last.usage.completion_tokens, last.usage.total_tokens);
}

function readChoice([{delta, finish_reason: finishReason, index}], position, said) {
  assert.equal(index, 0);
  assert.equal(said.finishReason, null, 'nothing comes after the finish_reason');
  if (position === 0) {
    assert.equal(delta.role, 'assistant');
    assert.ok(delta.content === '' || delta.content === null, 'the first content is empty');
  } else {
    assert.ok(!('role' in delta), 'the role is said once');
    assert.ok(delta.content !== '', 'no empty content after the first chunk');
  }
  said.content += delta.content ?? '';
  said.reasoning += delta.reasoning_content ?? '';
  for (const call of delta.tool_calls ?? []) readToolCall(call, said.toolCalls);
  if (finishReason !== null) {
    assert.deepEqual(delta, {}, 'the finish_reason has a chunk of its own');
    said.finishReason = finishReason;
  }
}

function readToolCall(call, toolCalls) {
  if (call.index === toolCalls.length) {
    assert.ok(call.id && call.function.name, 'a call begins with its id and name');
    assert.equal(call.type, 'function');
    assert.equal(typeof call.function.arguments, 'string');
    toolCalls.push({id: call.id, name: call.function.name, arguments: call.function.arguments});
    return;
  }
  assert.ok(call.index < toolCalls.length, 'calls are numbered 0, 1, 2 in order of appearance');
  assert.deepEqual(Object.keys(call).sort(), ['function', 'index']);
  assert.deepEqual(Object.keys(call.function), ['arguments']);
  toolCalls[call.index].arguments += call.function.arguments;
}
