/** The text part, written for itself. Values: see `email.ts`. */
export const TEXT_LAYOUT = `{{ heading }}

{% for paragraph in paragraphs %}{{ paragraph }}

{% endfor %}{{ kind }}:
{{ title }}
{% if has_why %}({{ why }})
{% endif %}
{{ button }}:
{{ link }}

--
{{ because }} {{ permission }}

{{ stop }}:
{{ stop_link }}
{% if has_preferences %}
{{ choose }}:
{{ preferences_link }}
{% endif %}
{{ address }}
`
