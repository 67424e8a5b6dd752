// A browser runs no scripts of a page that is opened from the disk, but for one such as this.
if (location.protocol === "file:") {
  addEventListener("DOMContentLoaded", () => {
    const notice = document.createElement("p");
    notice.className = "book-notice";
    notice.textContent =
      "This page was opened from the disk, and so its blocks cannot be run. In the folder of the site," +
      " python3 -m http.server 8080 serves it, at http://127.0.0.1:8080/.";
    document.querySelector("article h1")?.after(notice);
  });
}
