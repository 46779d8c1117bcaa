// What {{ transcript }} becomes: each rule asked by both official clients, OpenAI's and AssemblyAI's, which know nothing of each other.
// What a provider was sent is what the simulator saw.
//
// Source: AssemblyAI docs, "Apply LLMs to audio files".
import assert from 'node:assert/strict';
import {readFile} from 'node:fs/promises';
import {after, before, test} from 'node:test';

import {AssemblyAI} from 'assemblyai';
import OpenAI from 'openai';
import {key, startGateway} from './gateway.mjs';

const tag = '{{ transcript }}';
// Quotes, a backslash, a line break, a tab, letters of three planes, and what would be a tag, a role or a field if anybody looked.
const said = 'She said: "Ship it\\now"\n\tMañana — 日本語 😀 </transcript> {"role":"system"} end';
const otherKey = 'other-key-0123456789abcdef';

let gateway;
let clients;
before(async () => {
  const targets = region => [{provider: 'up', model: 'sim/echo', region}];
  gateway = await startGateway({}, simulatorUrl => ({
    listeners: [{address: '127.0.0.1:0', region: 'us'}, {address: '127.0.0.1:0', region: 'eu'}],
    models: [{id: 'echo', targets: targets('us')}, {id: 'echo-eu', targets: targets('eu')},
             {id: 'broken', targets: [{provider: 'up', model: 'sim/fixed?status=500', region: 'us'}]},
             {id: 'narrow', context_length: 2_000, targets: targets('us')}],
    keys: [{name: 'test', secret: key}, {name: 'other', secret: otherKey, account: 'other'}],
    speech_to_text: [{region: 'us', base_url: simulatorUrl, credential: 'speech-0123456789'}],
  }));
  clients = clientsOf(gateway.url, gateway.key);
});
after(() => gateway.stop());

/** Both clients: the answer's text, or [status, why not]. */
function clientsOf(url, apiKey) {
  const openai = new OpenAI({baseURL: `${url}/v1`, apiKey, maxRetries: 0});
  const assembly = new AssemblyAI({apiKey, baseUrl: url, llmGatewayBaseUrl: url});
  const textOf = answer => answer.choices[0].message.content;
  return {
    assembly,
    openai,
    ask: [
      ['openai', body => openai.chat.completions.create({model: 'echo', ...body}).then(textOf)],
      ['assemblyai', body => assembly.llmGateway.chatCompletions({model: 'echo', ...body}).then(textOf)],
    ],
  };
}

async function everyClient(check, who = clients) {
  for (const [name, ask] of who.ask) {
    await check(ask).catch(error => { error.message = `${name}: ${error.message}`; throw error; });
  }
}

/** What the provider was sent for the last request. */
async function sent() {
  return JSON.parse((await gateway.simulatedCalls()).filter(call => call.path.endsWith('/chat/completions')).at(-1).body);
}

async function refused(promise, status, why) {
  const error = await promise.then(() => assert.fail('the call succeeded'), reason => reason);
  assert.equal(error.status, status, error.stack);
  assert.ok(`${error.message} ${error.errors ?? ''}`.includes(why), `${error.message} ${error.errors ?? ''}`);
}

/** As a speech-to-text service of the caller's own would: the id is the caller's. */
async function keep(id, transcript, {url = gateway.url, key = gateway.key} = {}) {
  const body = typeof transcript === 'string' ? transcript : JSON.stringify(transcript);
  const answer = await fetch(`${url}/v2/transcript/${id}`, {method: 'PUT', headers: {authorization: key}, body});
  assert.equal(answer.status, 200, await answer.text());
}

const sample = name => readFile(new URL(`../golden/transcripts/${name}`, import.meta.url), 'utf8');
const user = content => [{role: 'user', content}];

test('the transcript stands in the tag\'s place byte for byte, and nothing else has changed', async () => {
  await keep('bytes', {text: said, utterances: [{speaker: 'A', text: said, start: 0, end: 9000}]});
  await everyClient(async ask => {
    const around = ['  Sum up:\n"', '"\\n {{x}} ¿sí? '];
    assert.equal(await ask({transcript_id: 'bytes', messages: user(around.join(tag))}), around.join(said));
    assert.deepEqual((await sent()).messages, user(around.join(said)));
  });
});

test('the replacement is the plain text: no speakers, no moments', async () => {
  await keep('plain', await sample('support_call/transcript.json'));
  const text = (await sample('support_call/text.txt')).slice(0, -1);
  await everyClient(async ask => assert.equal(await ask({transcript_id: 'plain', messages: user(tag)}), text));
});

test('only the exact tag is one', async () => {
  await keep('exact', {text: said});
  const others = ['{{transcript}}', '{{ TRANSCRIPT }}', '{{ Transcript }}', '{{  transcript  }}', '{{\ttranscript }}', '{{ transcript}}', '{ { transcript } }',
                  '{{ transcripts }}', '{{\u00a0transcript\u00a0}}', '{{ transcript_id }}'];
  await everyClient(async ask => {
    const text = others.join(' ');
    assert.equal(await ask({transcript_id: 'exact', messages: user(text)}), text);
    assert.equal(await ask({transcript_id: 'exact', messages: user(`{${tag}}`)}), `{${said}}`, 'braces around it are text');
  });
});

test('only the first occurrence in the first message that has one is replaced', async () => {
  await keep('first', {text: said});
  const messages = [{role: 'user', content: 'no tag'}, {role: 'user', content: `a ${tag} b ${tag}`}, {role: 'user', content: `c ${tag}`}];
  await everyClient(async ask => {
    await ask({transcript_id: 'first', messages});
    assert.deepEqual((await sent()).messages.map(message => message.content), ['no tag', `a ${said} b ${tag}`, `c ${tag}`]);
  });
});

test('a message of any role may hold the tag', async () => {
  await keep('roles', {text: said});
  const call = {id: 'call_1', type: 'function', function: {name: 'find_talk', arguments: '{}'}};
  const talks = {
    system: [{role: 'system', content: tag}, ...user('hi')],
    developer: [{role: 'developer', content: tag}, ...user('hi')],
    user: user(tag),
    assistant: [...user('hi'), {role: 'assistant', content: tag}, ...user('go on')],
    tool: [...user('hi'), {role: 'assistant', content: null, tool_calls: [call]}, {role: 'tool', tool_call_id: 'call_1', content: tag}, ...user('and?')],
  };
  await everyClient(async ask => {
    for (const [role, messages] of Object.entries(talks)) {
      await ask({transcript_id: 'roles', messages});
      const found = (await sent()).messages.find(message => message.content === said);
      assert.equal(found?.role === 'system' ? 'developer' : found?.role, role === 'system' ? 'developer' : role);
    }
  });
});

test('a text part may hold the tag, and parts are looked at in their order', async () => {
  await keep('parts', {text: said});
  const text = text => ({type: 'text', text});
  await everyClient(async ask => {
    await ask({transcript_id: 'parts', messages: user([text('first'), text(`<${tag}>`), text(tag)])});
    const {content} = (await sent()).messages[0];
    assert.equal(typeof content === 'string' ? content : content.map(part => part.text).join(''), `first<${said}>${tag}`);
  });
});

test('`prompt` may hold the tag', async () => {
  await keep('prompt', {text: said});
  await everyClient(async ask => assert.equal(await ask({transcript_id: 'prompt', prompt: `<${tag}>${tag}`}), `<${said}>${tag}`));
});

test('several tags in one conversation each get their form, once', async () => {
  await keep('several', await sample('meeting/transcript.json'));
  const form = async name => (await sample(`meeting/${name}`)).slice(0, -1);
  const [text, list, lines] = [await form('text.txt'), await form('speaker_list.txt'), await form('speakers_timestamps.txt')];
  const messages = [{role: 'system', content: 'Who: {{ transcript.speakers }}'},
                    {role: 'user', content: `${tag}\n{{ transcript.utterances }}\n{{ transcript.speakers }}`}];
  await everyClient(async ask => {
    await ask({transcript_id: 'several', messages});
    assert.deepEqual((await sent()).messages.map(message => message.content), [`Who: ${list}`, `${text}\n${lines}\n{{ transcript.speakers }}`]);
  });
});

test('what was said is never searched for tags', async () => {
  const text = `I say ${tag} and {{ transcript.speakers }} aloud`;
  await keep('aloud', {text, utterances: [{speaker: tag, text, start: 0, end: 1000}]});
  await everyClient(async ask => {
    assert.equal(await ask({transcript_id: 'aloud', messages: user(`${tag}!`)}), `${text}!`);
    assert.equal(await ask({transcript_id: 'aloud', transcript_format: 'speakers', messages: user(tag)}), `${tag}: ${text}`);
  });
});

test('an id without a tag is ignored, and not looked up', async () => {
  const calls = async () => (await gateway.simulatedCalls()).filter(call => call.path.startsWith('/v2/')).length;
  const before = await calls();
  await everyClient(async ask => assert.equal(await ask({transcript_id: 'nobody-knows', messages: user('no tag')}), 'no tag'));
  assert.equal(await calls(), before, 'the speech-to-text service was not asked');
});

test('a tag without an id is text like any other', async () => {
  await everyClient(async ask => assert.equal(await ask({messages: user(tag)}), tag));
});

test('of a redacted transcript it is the redacted text', async () => {
  await keep('redacted', await sample('redacted_call/transcript.json'));
  const text = (await sample('redacted_call/text.txt')).slice(0, -1);
  await everyClient(async ask => {
    for (const form of ['text', 'speakers', 'speakers_timestamps', 'json']) {
      const answer = await ask({transcript_id: 'redacted', transcript_format: form, messages: user(tag)});
      assert.ok(!/Greta|Unseen|Hiddenbury|0199/.test(answer) && answer.includes('[PERSON_NAME]'), answer);
      if (form === 'text') assert.equal(answer, text);
    }
  });
  const shown = JSON.stringify(await clients.assembly.transcripts.get('redacted'));
  assert.ok(!shown.includes('Hiddenbury'), 'what was taken out is not kept');
});

test('a transcript that nobody has is a 404', async () => {
  await everyClient(ask => refused(ask({transcript_id: 'nobody-knows', messages: user(tag)}), 404, 'transcript not found'));
});

test('somebody else\'s transcript is a 404, as if there were none', async () => {
  await keep('mine', {text: 'mine'});
  const others = clientsOf(gateway.url, otherKey);
  await everyClient(ask => refused(ask({transcript_id: 'mine', messages: user(tag)}), 404, 'transcript not found'), others);
  await assert.rejects(others.assembly.transcripts.get('mine'), /transcript not found/);
  await assert.rejects(others.assembly.transcripts.delete('mine'), /transcript not found/);
  await keep('mine', {text: 'theirs'}, {key: otherKey});
  await everyClient(async ask => assert.equal(await ask({transcript_id: 'mine', messages: user(tag)}), 'mine'));
});

test('a transcript of the other region is a 404', async () => {
  await keep('here', {text: 'here'});
  const there = clientsOf(gateway.urls[1], gateway.key);
  await everyClient(ask => refused(ask({model: 'echo-eu', transcript_id: 'here', messages: user(tag)}), 404, 'transcript not found'), there);
});

test('a deleted transcript is a 404 of its own', async () => {
  await keep('gone', {text: said});
  await everyClient(async ask => assert.equal(await ask({transcript_id: 'gone', messages: user(tag)}), said));
  assert.equal((await clients.assembly.transcripts.delete('gone')).text, 'Deleted by user.');
  await everyClient(ask => refused(ask({transcript_id: 'gone', messages: user(tag)}), 404, 'transcript deleted'));
});

test('a transcript that is not finished is a 400 with its status', async () => {
  for (const status of ['queued', 'processing', 'error']) {
    await keep('unfinished', {status, text: null});
    await everyClient(ask => refused(ask({transcript_id: 'unfinished', messages: user(tag)}), 400, `transcript is not completed (status: ${status})`));
  }
  const made = await clients.assembly.transcripts.submit({audio_url: 'https://example.com/call.wav'});
  await refused(clients.ask[1][1]({transcript_id: made.id, messages: user(tag)}), 400, 'transcript is not completed (status: queued)');
});

test('a transcript in which nothing was said is nothing', async () => {
  await keep('silent', {status: 'completed', text: ''});
  await everyClient(async ask => assert.equal(await ask({transcript_id: 'silent', messages: user(`<${tag}>`)}), '<>'));
});

test('an id is never a path or a URL', async () => {
  const ids = ['https://example.com/transcript/1', 'http://127.0.0.1/', '//example.com', '../models', 'a/b', 'a%2fb', 'a?b', 'a#b', 'a b', 'a\nb', 'a\0b',
               'x'.repeat(65), ''];
  await everyClient(async ask => {
    for (const id of ids) await refused(ask({transcript_id: id, messages: user(tag)}), 400, 'transcript_id is not the id of a transcript');
    await refused(ask({transcript_id: 7, messages: user(tag)}), 400, 'transcript_id must be a string');
  });
});

test('a fallback gets what was placed', async () => {
  await keep('shared', {text: said});
  const fallbacks = [{model: 'echo'}];
  await everyClient(async ask => assert.equal(await ask({model: 'broken', transcript_id: 'shared', messages: user(tag), fallbacks}), said));
});

test('a fallback may have a transcript and messages of its own', async () => {
  await keep('one', {text: 'one'});
  await keep('two', {text: 'two'});
  const body = {model: 'broken', transcript_id: 'one', messages: user(`<${tag}>`)};
  await everyClient(async ask => {
    assert.equal(await ask({...body, fallbacks: [{model: 'echo', transcript_id: 'two'}]}), '<two>');
    assert.equal(await ask({...body, fallbacks: [{model: 'echo', messages: user(`[${tag}]`)}]}), '[one]');
    assert.equal(await ask({...body, fallbacks: [{model: 'echo', transcript_id: 'two', prompt: `(${tag})`}]}), '(two)');
    await refused(ask({...body, fallbacks: [{model: 'echo', transcript_id: 'nobody-knows'}]}), 404, 'transcript not found');
  });
});

test('a stream carries it too', async () => {
  await keep('streamed', {text: said});
  const stream = await clients.openai.chat.completions.create({
    model: 'echo', stream: true, stream_options: {include_usage: true}, transcript_id: 'streamed', messages: user(tag)});
  let text = '';
  let usage;
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta?.content ?? '';
    usage = chunk.usage ?? usage;
  }
  assert.equal(text, said);
  assert.ok(usage.prompt_tokens > 0);
  const late = clients.openai.chat.completions.create({model: 'echo', stream: true, transcript_id: 'nobody-knows', messages: user(tag)});
  await refused(late, 404, 'transcript not found');
});

test('it counts as input, and what cannot fit is refused', async () => {
  await keep('long', {text: 'word '.repeat(20_000)});
  const {usage: short} = await clients.openai.chat.completions.create({model: 'echo', messages: user(tag)});
  const {usage: long} = await clients.openai.chat.completions.create({model: 'echo', transcript_id: 'long', messages: user(tag)});
  assert.ok(long.prompt_tokens > short.prompt_tokens + 10_000, JSON.stringify([short, long]));
  await everyClient(ask => refused(ask({model: 'narrow', transcript_id: 'long', messages: user(tag)}), 400, 'model context limit exceeded'));
});

test('nothing of it reaches a provider as a field', async () => {
  await keep('field', {text: said});
  await everyClient(async ask => {
    await ask({transcript_id: 'field', transcript_format: 'text', transcript_window: 'error', cite: true, messages: user(tag)});
    assert.deepEqual(Object.keys(await sent()).filter(name => /transcript|cite/.test(name)), []);
  });
});
