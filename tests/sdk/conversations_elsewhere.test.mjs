// The same conversations through Vercel's AI SDK and LangChain, as far as their own forms can express them: each has the answer that the
// official client had.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';

import {createOpenAICompatible} from '@ai-sdk/openai-compatible';
import {AIMessage, HumanMessage, SystemMessage, ToolMessage} from '@langchain/core/messages';
import {ChatOpenAI} from '@langchain/openai';
import {generateText, jsonSchema, streamText, tool} from 'ai';

import {checkAnswer, dialects, readConversations, startEveryDialect} from './conversations.mjs';

const conversations = await readConversations();
let gateway;
before(async () => { gateway = await startEveryDialect(); });
after(() => gateway.stop());

/** Plain text, calls whose arguments are JSON and that were answered, and the settings that both libraries know. */
function isExpressible({messages, model, ...more}) {
  const settings = ['tools', 'tool_choice', 'max_tokens', 'temperature', 'top_p', 'stop', 'seed'];
  return messages !== undefined &&
      Object.entries(more).every(([name, value]) => settings.includes(name) && value !== null) &&
      messages.every(({role, content, name, refusal, tool_calls: calls = []}, at) =>
          ['system', 'user', 'assistant', 'tool'].includes(role) && (role !== 'system' || at === 0) && !name && !refusal &&
          (typeof content === 'string' || (content === null && calls.length > 0)) &&
          calls.every(({id, function: {arguments: text}}) => isJson(text) && messages.some(({tool_call_id: answered}) => answered === id))) &&
      messages.some(({role}) => role === 'user') && (more.tools ?? []).every(({function: {parameters}}) => parameters);
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const callsOf = message => (message.tool_calls ?? []).map(({id, function: {name, arguments: text}}) => ({id, name, arguments: JSON.parse(text)}));

function aiMessage(message, names) {
  if (message.role === 'tool') {
    const result = {type: 'tool-result', toolCallId: message.tool_call_id, toolName: names[message.tool_call_id], output: {type: 'text', value: message.content}};
    return {role: 'tool', content: [result]};
  }
  const calls = callsOf(message).map(({id, name, arguments: input}) => ({type: 'tool-call', toolCallId: id, toolName: name, input}));
  if (calls.length === 0) return {role: message.role, content: message.content};
  return {role: 'assistant', content: [...(message.content ? [{type: 'text', text: message.content}] : []), ...calls]};
}

function aiRequest(dialect, {model, messages, ...more}) {
  const provider = createOpenAICompatible(
      {name: 'parley', baseURL: `${gateway.url}/v1`, apiKey: gateway.key, includeUsage: true});
  const names = Object.fromEntries(messages.flatMap(callsOf).map(({id, name}) => [id, name]));
  const system = messages[0].role === 'system' ? messages[0].content : undefined;
  const choice = more.tool_choice?.function ? {type: 'tool', toolName: more.tool_choice.function.name} : more.tool_choice;
  const tools = (more.tools ?? []).map(({function: {name, description, parameters}}) =>
      [name, tool({description, inputSchema: jsonSchema(parameters)})]);
  return {
    model: provider(`${dialect}/${model}`), system, messages: messages.slice(system === undefined ? 0 : 1).map(message => aiMessage(message, names)),
    maxRetries: 0, maxOutputTokens: more.max_tokens, temperature: more.temperature, topP: more.top_p, stopSequences: more.stop,
    seed: more.seed, ...(tools.length > 0 && {tools: Object.fromEntries(tools), toolChoice: choice}),
  };
}

const aiReason = reason => reason.replaceAll('-', '_');

function langchainMessage(message) {
  const content = message.content ?? '';
  if (message.role === 'system') return new SystemMessage(content);
  if (message.role === 'user') return new HumanMessage(content);
  if (message.role === 'tool') return new ToolMessage({content, tool_call_id: message.tool_call_id});
  return new AIMessage({content, tool_calls: callsOf(message).map(({id, name, arguments: args}) => ({id, name, args, type: 'tool_call'}))});
}

function langchainModel(dialect, {model, tools, tool_choice: choice, max_tokens: maxTokens, temperature, top_p: topP, stop}) {
  const chat = new ChatOpenAI({
    model: `${dialect}/${model}`, apiKey: gateway.key, maxRetries: 0, maxTokens, temperature, topP, stop,
    configuration: {baseURL: `${gateway.url}/v1`},
  });
  return tools ? chat.bindTools(tools, choice && {tool_choice: choice}) : chat;
}

const langchainTold = answer => ({
  content: answer.content, finishReason: answer.response_metadata.finish_reason, calls: answer.tool_calls.map(({name}) => name),
});

const expressible = conversations.filter(({request}) => isExpressible(request));

test('most conversations can be held with both libraries', () => assert.ok(expressible.length >= 25, `${expressible.length}`));

for (const {name, request, answer} of expressible) {
  test(`ai: ${name}`, async () => {
    for (const dialect of dialects) {
      const whole = await generateText(aiRequest(dialect, request));
      const calls = whole.toolCalls.map(({toolName}) => toolName);
      checkAnswer({content: whole.text, calls, finishReason: aiReason(whole.finishReason)}, answer);
      const streamed = streamText(aiRequest(dialect, request));
      checkAnswer({content: await streamed.text, calls: (await streamed.toolCalls).map(({toolName}) => toolName),
                   finishReason: aiReason(await streamed.finishReason)}, answer);
    }
  });

  test(`langchain: ${name}`, async () => {
    for (const dialect of dialects) {
      const model = langchainModel(dialect, request);
      const messages = request.messages.map(langchainMessage);
      checkAnswer(langchainTold(await model.invoke(messages)), answer);
      let streamed;
      for await (const piece of await model.stream(messages)) streamed = streamed ? streamed.concat(piece) : piece;
      checkAnswer(langchainTold(streamed), answer);
    }
  });
}
