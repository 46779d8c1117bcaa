// The same conversations through the official client on every dialect: one shape of answer, whatever stands behind the model.
import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import path from 'node:path';
import {after, before, test} from 'node:test';

import {ChatCompletionStream} from 'openai/lib/ChatCompletionStream';

import {clientOf} from './client.mjs';
import {checkAnswer, dialects, readConversations, shapeOf, startEveryDialect} from './conversations.mjs';

const conversations = await readConversations();
const judge = path.resolve(import.meta.dirname, '../clients/judge_answers.py');
let gateway;
const collected = [];  // every body as it came, for the one schema
before(async () => { gateway = await startEveryDialect(); });
after(() => gateway.stop());

/** A client that keeps what it receives. */
function collecting(kind, name) {
  const keep = async (...arguments_) => {
    const response = await fetch(...arguments_);
    collected.push({name, kind, body: await response.clone().text()});
    return response;
  };
  return clientOf(gateway, {fetch: keep}).chat.completions;
}

function told({choices: [{message, finish_reason}]}) {
  return {
    content: message.content, finishReason: finish_reason, reasoning: message.reasoning_content,
    calls: (message.tool_calls ?? []).map(call => call.function.name),
  };
}

/** The client's own way of putting a stream together. (Its shorter form wants `messages`, and one conversation has none.) */
async function fold(completions, request) {
  const chunks = await completions.create({...request, stream: true});
  return ChatCompletionStream.fromReadableStream(chunks.toReadableStream()).finalChatCompletion();
}

/** What a stream and a whole answer have in common. No words are null in the one, and may be '' in the other. */
function spoken(completion) {
  const {calls, finishReason} = shapeOf(completion);
  return {calls, finishReason, speaks: Boolean(completion.choices[0].message.content)};
}

test('there are at least forty', () => assert.ok(conversations.length >= 40));

for (const {name, request, answer} of conversations) {
  test(name, async () => {
    const shapes = {};
    for (const dialect of dialects) {
      const asked = {...request, model: `${dialect}/${request.model}`};
      const whole = await collecting('completion', `${dialect}, ${name}`).create(asked);
      checkAnswer(told(whole), answer);
      shapes[dialect] = shapeOf(whole);
      const options = {...asked, stream_options: {include_usage: true}};
      const streamed = await fold(collecting('stream_with_usage', `${dialect}, ${name}, streamed`), options);
      checkAnswer(told(streamed), answer);
      assert.deepEqual(spoken(streamed), spoken(whole), dialect);
    }
    for (const dialect of dialects) assert.deepEqual(shapes[dialect], shapes.openai, dialect);
  });
}

test('every answer keeps to the strictest schema of any client', () => {
  assert.equal(collected.length, conversations.length * dialects.length * 2);
  const input = collected.map(answer => JSON.stringify(answer)).join('\n');
  const {status, stdout, stderr} = spawnSync('python3', [judge], {input, encoding: 'utf8'});
  assert.equal(status, 0, stdout + stderr);
});
