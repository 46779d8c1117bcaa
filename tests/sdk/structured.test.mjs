// Structured output through the official client's typed helpers, which refuse what is cut off or filtered.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {ContentFilterFinishReasonError, LengthFinishReasonError} from 'openai/error';
import {zodFunction, zodResponseFormat} from 'openai/helpers/zod';
import {z} from 'zod';
import {clientOf, say} from './client.mjs';
import {startGateway} from './gateway.mjs';

const ticketSchema = z.object({
  topic: z.enum(['billing', 'delivery']), urgent: z.boolean(), orders: z.array(z.object({number: z.string(), items: z.number()})),
});
const format = zodResponseFormat(ticketSchema, 'ticket');

let gateway;
let client;
before(async () => {
  gateway = await startGateway({
    json: 'sim/json', words: 'sim/words-20', filtered: 'sim/json?finish=content_filter', tool: 'sim/tools-2',
  });
  client = clientOf(gateway);
});
after(() => gateway.stop());

test('an answer is parsed by its schema', async () => {
  const {choices: [{message}]} = await client.chat.completions.parse(
      {model: 'json', messages: say('sort this'), response_format: format});
  assert.equal(message.parsed.topic, 'billing');
  assert.ok(Array.isArray(message.parsed.orders));
  assert.deepEqual(message.parsed, JSON.parse(message.content));
});

test('a streamed answer is parsed by its schema', async () => {
  const snapshots = [];
  const stream = client.chat.completions.stream({model: 'json', messages: say('sort this'), response_format: format})
      .on('content.delta', ({parsed}) => snapshots.push(parsed));
  const {choices: [{message}]} = await stream.finalChatCompletion();
  assert.equal(message.parsed.topic, 'billing');
  assert.ok(snapshots.length > 1, 'it grew in pieces');
});

test('arguments of parallel calls are parsed by their schema', async () => {
  const tools = [zodFunction({name: 'open_ticket', parameters: ticketSchema}),
                 zodFunction({name: 'close_ticket', parameters: z.object({number: z.string()})})];
  const {choices: [{message}]} = await client.chat.completions.parse({model: 'tool', messages: say('go'), tools});
  const [open, close] = message.tool_calls;
  assert.equal(open.function.name, 'open_ticket');
  assert.equal(typeof open.function.parsed_arguments.urgent, 'boolean');
  assert.equal(typeof close.function.parsed_arguments.number, 'string');
});

test('a cut or filtered answer is refused by the helper, for its finish_reason', async () => {
  const ask = (model, more) => client.chat.completions.parse({model, messages: say('go'), response_format: format, ...more});
  await assert.rejects(ask('words', {max_tokens: 3}), LengthFinishReasonError);
  await assert.rejects(ask('filtered'), ContentFilterFinishReasonError);
});

test('a format that asks for nothing changes nothing', async () => {
  const {choices: [choice]} = await client.chat.completions.create(
      {model: 'words', messages: say('go'), response_format: {type: 'text'}});
  assert.equal(choice.finish_reason, 'stop');
  assert.equal(choice.message.content.split(' ').length, 20);
});
