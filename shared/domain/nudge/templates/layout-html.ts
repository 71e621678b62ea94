// Made of layout.mjml by npm run build:layout: change that, not this.
/** The one layout of all emails. Values: see `email.ts`. Everything is escaped here. A bundle reads it from a file beside it (infra/texts-beside.ts). */
export const htmlLayout = (): string => `<!doctype html>
<html lang="{{ language }}" dir="ltr" xmlns="http://www.w3.org/1999/xhtml" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
<head>
<title>{{ subject }}</title>
<!--[if !mso]><!-->
<meta http-equiv="X-UA-Compatible" content="IE=edge">
<!--<![endif]-->
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style type="text/css">
#outlook a { padding:0; }
body { margin:0;padding:0;-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%; }
table, td { border-collapse:collapse;mso-table-lspace:0pt;mso-table-rspace:0pt; }
img { border:0;height:auto;line-height:100%; outline:none;text-decoration:none;-ms-interpolation-mode:bicubic; }
p { display:block;margin:13px 0; }
</style>
<!--[if mso]>
<noscript>
<xml>
<o:OfficeDocumentSettings>
<o:AllowPNG/>
<o:PixelsPerInch>96</o:PixelsPerInch>
</o:OfficeDocumentSettings>
</xml>
</noscript>
<![endif]-->
<!--[if lte mso 11]>
<style type="text/css">
.mj-outlook-group-fix { width:100% !important; }
</style>
<![endif]-->
<style type="text/css">
@media only screen and (min-width:480px) {
.mj-column-per-100 { width:100% !important; max-width: 100%; }
}
</style>
<style media="screen and (min-width:480px)">
.moz-text-html .mj-column-per-100 { width:100% !important; max-width: 100%; }
</style>
<style type="text/css">
:root { color-scheme: light dark; supported-color-schemes: light dark; }
h1, p { overflow-wrap: anywhere; }
a:focus { outline: 3px solid #0b6b5d; outline-offset: 3px; }
@media (max-width: 480px) {
.edge > table > tbody > tr > td { padding-left: 20px !important; padding-right: 20px !important; }
}
@media (prefers-color-scheme: dark) {
.paper, .paper > div { background: #16191c !important; }
.card > table > tbody > tr > td { background: #1f2428 !important; border-color: #343a40 !important; }
.ink div, .ink p { color: #ecebe6 !important; }
.soft div, .soft a, p.soft { color: #abb2ba !important; }
.tint { background: #22302d !important; border-color: #63d0ba !important; }
.button td, .button a { background: #63d0ba !important; color: #0b1f1b !important; }
}
</style>
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
</head>
<body class="paper" style="word-spacing:normal;background-color:#f4f3ee;"><div style="display:none;font-size:1px;color:#ffffff;line-height:1px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;">{{ preheader }}</div><div aria-label="{{ subject }}" aria-roledescription="email" role="article" lang="{{ language }}" dir="ltr" style="word-spacing:normal;background-color:#f4f3ee;">
<!--[if mso | IE]><table align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="width:584px;" width="584" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div style="margin:0px auto;max-width:584px;"><table align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:24px 12px 0;text-align:center;">
<!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="edge-outlook" style="vertical-align:top;width:560px;" ><![endif]--><div class="mj-column-per-100 mj-outlook-group-fix edge" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0 32px 16px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="ink" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;font-size:15px;font-weight:600;line-height:24px;text-align:left;color:#23272c;">{{ brand }}</div></td></tr></tbody></table></td></tr></tbody></table></div>
<!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div>
<!--[if mso | IE]></td></tr></table><table align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="width:584px;" width="584" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div style="margin:0px auto;max-width:584px;"><table align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:0 12px;text-align:center;">
<!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="card-outlook edge-outlook" style="vertical-align:top;width:560px;" ><![endif]--><div class="mj-column-per-100 mj-outlook-group-fix card edge" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%" style="border-collapse:separate;"><tbody><tr><td style="background-color:#ffffff;border:1px solid #e4e2da;border-radius:14px;vertical-align:top;border-collapse:separate;padding:32px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="ink" style="font-size:0px;padding:0 0 16px;word-break:break-word;"><div style="font-family:-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;font-size:24px;letter-spacing:-0.2px;line-height:31px;text-align:left;color:#23272c;"><h1 style="margin: 0; font-size: 24px; line-height: 31px; font-weight: 650;">{{ heading }}</h1></div></td></tr><tr><td align="left" class="ink" style="font-size:0px;padding:0 0 8px;word-break:break-word;"><div style="font-family:-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;font-size:17px;line-height:27px;text-align:left;color:#23272c;">{% for paragraph in paragraphs %}<p style="margin: 0 0 16px;">{{ paragraph }}</p>{% endfor %}</div></td></tr><tr><td align="left" class="ink" style="font-size:0px;padding:0 0 24px;word-break:break-word;"><table cellpadding="0" cellspacing="0" role="presentation" width="100%" border="0" style="color:#23272c;font-family:-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;font-size:18px;line-height:26px;table-layout:auto;width:100%;border:none;"><tr><td class="tint" style="padding: 16px 20px; background: #eef5f2; border-left: 4px solid #0b6b5d; border-radius: 6px;"><p class="soft" style="margin: 0 0 4px; font-size: 14px; line-height: 20px; color: #5b626b;">{{ kind }}</p><p lang="{{ title_language }}" dir="auto" style="margin: 0; font-weight: 600;">{{ title }}</p>{% if has_why %}<p class="soft" style="margin: 8px 0 0; font-size: 14px; line-height: 21px; color: #5b626b;">{{ why }}</p>{% endif %}</td></tr></table></td></tr><tr><td align="left" class="button" style="font-size:0px;padding:0;word-break:break-word;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" style="border-collapse:separate;line-height:100%;"><tbody><tr><td align="center" bgcolor="#0b6b5d" role="presentation" style="border:none;border-radius:10px;cursor:auto;mso-padding-alt:12px 24px;background:#0b6b5d;" valign="middle">
<a href="{{ link }}" style="display:inline-block;background:#0b6b5d;color:#ffffff;font-family:-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;font-size:17px;font-weight:600;line-height:24px;margin:0;text-decoration:none;text-transform:none;padding:12px 24px;mso-padding-alt:0px;border-radius:10px;" target="_blank">
{{ button }}
</a></td></tr></tbody></table></td></tr></tbody></table></td></tr></tbody></table></div>
<!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div>
<!--[if mso | IE]></td></tr></table><table align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="width:584px;" width="584" ><tr><td style="line-height:0px;font-size:0px;mso-line-height-rule:exactly;"><![endif]--><div style="margin:0px auto;max-width:584px;"><table align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="width:100%;"><tbody><tr><td style="direction:ltr;font-size:0px;padding:24px 12px 40px;text-align:center;">
<!--[if mso | IE]><table role="presentation" border="0" cellpadding="0" cellspacing="0"><tr><td class="edge-outlook" style="vertical-align:top;width:560px;" ><![endif]--><div class="mj-column-per-100 mj-outlook-group-fix edge" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:100%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td style="vertical-align:top;padding:0 32px;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr><td align="left" class="soft" style="font-size:0px;padding:0;word-break:break-word;"><div style="font-family:-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;font-size:14px;line-height:22px;text-align:left;color:#5b626b;"><p style="margin: 0 0 8px;"><span lang="{{ because_language }}">{{ because }}</span> {{ permission }}</p><p style="margin: 0 0 12px;"><a href="{{ stop_link }}" style="display: inline-block; padding: 11px 16px 11px 0; color: #5b626b; text-decoration: underline;">{{ stop }}</a>{% if has_preferences %} <a href="{{ preferences_link }}" style="display: inline-block; padding: 11px 0; color: #5b626b; text-decoration: underline;">{{ choose }}</a>{% endif %}</p><p style="margin: 0;">{{ address }}</p></div></td></tr></tbody></table></td></tr></tbody></table></div>
<!--[if mso | IE]></td></tr></table><![endif]--></td></tr></tbody></table></div>
<!--[if mso | IE]></td></tr></table><![endif]--></div>
</body>
</html>
`
