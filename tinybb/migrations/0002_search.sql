-- An index of words, which holds no text of its own.
CREATE VIRTUAL TABLE words USING fts5 (text, content = 'posts', content_rowid = 'id');

INSERT INTO words (rowid, text) SELECT id, text FROM posts;

CREATE TRIGGER posts_written AFTER INSERT ON posts BEGIN
    INSERT INTO words (rowid, text) VALUES (new.id, new.text);
END;

CREATE TRIGGER posts_changed AFTER UPDATE OF text ON posts BEGIN
    INSERT INTO words (words, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO words (rowid, text) VALUES (new.id, new.text);
END;
