{{- define "listed" -}}
{{- $texts := list -}}
{{- range . }}{{ $texts = append $texts (printf "%v" . | replace "<nil>" "<no value>") }}{{ end -}}
{{- join "," $texts -}}
{{- end -}}

{{- define "option" -}}
{{- $key := .key -}}
{{- $value := .value -}}
{{- if kindIs "invalid" $value -}}
{{- else if kindIs "slice" $value -}}
{{ $key }} = {{ template "listed" $value }}{{ "\n" }}
{{- else if not (kindIs "map" $value) -}}
{{ $key }} = {{ $value }}{{ "\n" }}
{{- else if eq $value.type "multistring" -}}
{{- range $value.values }}{{ $key }} = {{ . }}{{ "\n" }}{{ end -}}
{{- else if eq $value.type "csv" -}}
{{ $key }} = {{ template "listed" $value.values }}{{ "\n" }}
{{- end -}}
{{- end -}}

{{- define "options" -}}
{{- range $section, $options := . -}}
{{- if kindIs "map" $options -}}
[{{ $section }}]{{ "\n" }}
{{- range $key, $value := $options }}{{ include "option" (dict "key" $key "value" $value) }}{{ end -}}
{{- end -}}
{{- end -}}
{{- end -}}
