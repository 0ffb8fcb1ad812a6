/** Gemma 3's turns as the model hub writes them; the last answer stays open, so that a reply can be prefilled. */
export const gemmaTemplate = `{{- range $index, $message := .Messages }}
{{- $isLast := eq (len (slice $.Messages $index)) 1 }}
{{- if eq $message.Role "assistant" }}<start_of_turn>model
{{ $message.Content }}{{ if not $isLast }}<end_of_turn>
{{ end }}
{{- else }}<start_of_turn>user
{{ $message.Content }}<end_of_turn>
{{ if $isLast }}<start_of_turn>model
{{ end }}
{{- end }}
{{- end }}`;

/** What ends an answer, and how Gemma 3 was meant to be sampled (facts: ollama 5). */
export const gemmaParameters: Readonly<Record<string, unknown>> = {
  stop: ["<end_of_turn>", "<start_of_turn>"],
  temperature: 1,
  top_k: 64,
  top_p: 0.95,
};

/** The notice that Gemma's terms ask to be handed on with the model. */
export const gemmaNotice =
  "Gemma is provided under and subject to the Gemma Terms of Use found at ai.google.dev/gemma/terms";
