/**
 * 依法问 on any page of the county's website:
 *
 *   <script src="https://…/embed.js" defer data-start="apply" data-color="#0b4a82" data-position="left" data-label="问政策"></script>
 *
 * A floating button opens the chat in a frame. Everything stands in a shadow tree of its own: the page's styles do not
 * reach in, ours do not reach out. Plain script without a build, because it runs in other people's pages.
 */
(function () {
  "use strict";
  var script = document.currentScript;
  if (!script || !document.documentElement.attachShadow || document.querySelector("yifawen-chat")) return;
  var home = new URL(script.src, location.href).origin;
  var wanted = script.dataset;
  var side = wanted.position === "left" ? "left" : "right";
  var color = /^#[0-9a-f]{6}$/i.test(wanted.color || "") ? wanted.color : "#0b4a82";
  var label = (wanted.label || "问依法问").slice(0, 12);
  var start = /^[a-z0-9_-]{1,60}$/.test(wanted.start || "") ? wanted.start : "";
  var look = wanted.look === "elder" ? "elder" : "";

  var CSS =
    ":host{all:initial;position:fixed;bottom:16px;" + side + ":16px;z-index:2147483000;font:18px/1.5 'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}" +
    "button,a{box-sizing:border-box;min-height:44px;min-width:44px;padding:8px 16px;border:2px solid transparent;border-radius:10px;font:inherit;cursor:pointer}" +
    ".open{background:" + color + ";color:" + ink(color) + ";border-color:" + ink(color) + ";border-radius:24px;box-shadow:0 2px 10px rgba(0,0,0,.4)}" +
    ":focus-visible{outline:3px solid #000;outline-offset:2px;box-shadow:0 0 0 3px #fff}" +
    ".panel{position:fixed;" + side + ":16px;bottom:76px;display:flex;flex-direction:column;box-sizing:border-box;width:420px;max-width:calc(100vw - 32px);" +
    "height:680px;max-height:calc(100vh - 92px);border:2px solid " + color + ";border-radius:12px;overflow:hidden;background:#fff}" +
    ".panel[hidden]{display:none}" +
    ".top{display:flex;align-items:center;justify-content:flex-end;gap:8px;padding:4px;background:#fff}" +
    ".top a,.top button{background:#fff;color:#083761;border-color:#5b6875}" +
    ".top a{text-decoration:underline}" +
    "iframe{flex:1;width:100%;border:0}" +
    // A phone, or strong zoom: the whole window.
    "@media(max-width:480px),(max-height:480px){.panel{inset:0;width:auto;max-width:none;height:auto;max-height:none;border:0;border-radius:0}}" +
    "@media print{:host{display:none!important}}" +
    "@media(forced-colors:active){.open,.panel{border:2px solid}}";

  var host = document.createElement("yifawen-chat");
  var root = host.attachShadow({ mode: "open" });
  style(root, CSS);
  var open = make("button", { class: "open", type: "button", "aria-expanded": "false", "aria-controls": "panel", "aria-haspopup": "dialog" }, label);
  var panel = make("div", { class: "panel", id: "panel", role: "dialog", "aria-label": "依法问", hidden: "" });
  var top = make("div", { class: "top" });
  var own = make("a", { href: address(), target: "_blank", rel: "noopener" }, "单独打开");
  var close = make("button", { type: "button", class: "close" }, "收起");
  var frame = null;
  top.append(own, close);
  panel.append(top);
  root.append(open, panel);

  open.addEventListener("click", function () {
    show(panel.hidden);
  });
  close.addEventListener("click", function () {
    show(false);
  });
  panel.addEventListener("keydown", function (event) {
    if (event.key === "Escape") show(false);
  });
  // Escape inside the frame: the chat says so, because keys pressed there do not come here.
  addEventListener("message", function (event) {
    if (frame && event.origin === home && event.source === frame.contentWindow && event.data === "yifawen:close") show(false);
  });

  function show(on) {
    if (on && !frame) {
      frame = make("iframe", { src: address(), title: "依法问对话", allow: "microphone", referrerpolicy: "no-referrer" });
      panel.append(frame);
    }
    panel.hidden = !on;
    open.setAttribute("aria-expanded", String(on));
    if (on) frame.focus();
    else open.focus();
  }

  function address() {
    var query = [start && "start=" + start, look && "look=" + look].filter(Boolean).join("&");
    return home + "/" + (query && "?" + query);
  }

  function make(name, attributes, text) {
    var element = document.createElement(name);
    for (var key in attributes) element.setAttribute(key, attributes[key]);
    if (text) element.textContent = text;
    return element;
  }

  /** Black or white, whichever can be read on the colour. */
  function ink(background) {
    var light = [1, 3, 5].map(function (at) {
      var part = parseInt(background.slice(at, at + 2), 16) / 255;
      return part <= 0.03928 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    });
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2] > 0.179 ? "#000000" : "#ffffff";
  }

  /** Through the object model, which a strict policy of the page allows; old browsers get an element. */
  function style(tree, css) {
    try {
      var sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      tree.adoptedStyleSheets = [sheet];
    } catch (error) {
      var element = document.createElement("style");
      element.textContent = css;
      tree.append(element);
    }
  }

  function put() {
    document.body.append(host);
  }
  if (document.body) put();
  else addEventListener("DOMContentLoaded", put);
})();
