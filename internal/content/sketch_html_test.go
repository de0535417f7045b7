package content

import (
	"strings"
	"testing"
	"testing/fstest"
)

// TestRefusedIsNotShown: somebody who is still writing sees the page without what is refused, and neither markup nor
// address of it reaches the browser. The text within stays where it can.
func TestRefusedIsNotShown(t *testing.T) {
	for name, tt := range map[string]struct{ md, want string }{
		"a tag":                          {"Chữ <b>đậm</b> nhé.", "<p>Chữ đậm nhé.</p>"},
		"a tag with a handler":           {"Chữ <kbd onclick=\"x()\">a</kbd>.", "<p>Chữ a</kbd>.</p>"},
		"a tag that is allowed":          {"Chữ <kbd>a</kbd>, H<sub>2</sub>O<br>và <abbr title=\"Một\">OTP</abbr>.", "<p>Chữ <kbd>a</kbd>, H<sub>2</sub>O<br>và <abbr title=\"Một\">OTP</abbr>.</p>"},
		"a title with a sign":            {"<abbr title='Một'>OTP</abbr>", "<p>OTP</abbr></p>"},
		"a comment":                      {"Trước <!-- x --> sau.", "<p>Trước  sau.</p>"},
		"a block":                        {"<div onclick=\"x()\">\nkhối\n</div>\n\nsau", "<p>sau</p>"},
		"a script":                       {"<script>x()</script>\n\nsau", "<p>sau</p>"},
		"a declaration":                  {"Trước <!DOCTYPE html> sau <?php x ?>.", "<p>Trước  sau .</p>"},
		"markup in code":                 {"`<b>` và\n\n```html\n<b>\n```", `<p><code>&lt;b&gt;</code> và</p>` + "\n" + `<pre class="hl"><code class="language-html"><span class="k">&lt;b</span><span class="k">&gt;</span>` + "\n</code></pre>"},
		"an escaped tag":                 {`\<b> và &lt;b&gt;`, "<p>&lt;b&gt; và &lt;b&gt;</p>"},
		"a script's address":             {"[a](javascript:x)", `<p><a href="#">a</a></p>`},
		"in capitals":                    {"[a](JavaScript:x)", `<p><a href="#">a</a></p>`},
		"by references":                  {"[a](&#106;avascript:x)", `<p><a href="#">a</a></p>`},
		"behind a control character":     {"[a](<\x01javascript:x>)", `<p><a href="#">a</a></p>`},
		"that cannot be read":            {"[a](javascript:%zz)", `<p><a href="#">a</a></p>`},
		"by a reference that is defined": {"[a][b]\n\n[b]: javascript:x", `<p><a href="#">a</a></p>`},
		"of data":                        {"[a](data:text/html,x)", `<p><a href="#">a</a></p>`},
		"in angle brackets":              {"<javascript:alert(1)>", `<p><a href="">javascript:alert(1)</a></p>`},
		"a picture from elsewhere":       {"![a](https://a.example/b.png)", ""},
		"a picture of a script":          {"trong ![a](javascript:x) câu", "<p>trong  câu</p>"},
		"a picture of data":              {"trong ![a](data:image/png;base64,x) câu", "<p>trong  câu</p>"},
		"a title that breaks out":        {`[a](https://a.example "\"><script>x</script>")`, `<p><a href="https://a.example" title="&#34;&gt;&lt;script&gt;x&lt;/script&gt;">a</a></p>`},
		"code of a broken language":      {"```\"><script>\nx\n```", "<pre><code>x\n</code></pre>"},
		"an id that breaks out":          {"## a {#\"><script>}", "<h2"},
		"a formula":                      {`$\text{<script>x</script>}$`, `<p><math alttext="\text{&lt;script&gt;x&lt;/script&gt;}"><mtext>&lt;script&gt;x&lt;/script&gt;</mtext></math></p>`},
	} {
		files := base(t)
		files["01-mo-dau/01-bai.md"] = &fstest.MapFile{Data: []byte(lessonFront + tt.md + "\n")}
		b, _ := sketch(files)
		var got string
		for _, block := range b.Course.Modules[0].Lessons[0].Blocks {
			got += block.HTML
		}
		if got != tt.want && (tt.want != "<h2" || strings.Contains(got, "<script")) {
			t.Errorf("%s:\n got %s\nwant %s", name, got, tt.want)
		}
	}
}
