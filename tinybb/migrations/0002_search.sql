-- The words of each post, and with the first of a topic those of its title.
CREATE VIRTUAL TABLE words USING fts5 (title, text);

INSERT INTO words (rowid, title, text)
SELECT posts.id, iif(posts.id = (
    SELECT min(id) FROM posts AS others WHERE others.topic_id = topics.id
), title, ''), text
FROM posts JOIN topics ON topics.id = topic_id;

CREATE TRIGGER posts_written AFTER INSERT ON posts BEGIN
    INSERT INTO words (rowid, title, text)
    SELECT new.id, iif(new.id = (
        SELECT min(id) FROM posts WHERE topic_id = new.topic_id
    ), title, ''), new.text
    FROM topics WHERE id = new.topic_id;
END;

CREATE TRIGGER posts_changed AFTER UPDATE OF text ON posts BEGIN
    UPDATE words SET text = new.text WHERE rowid = new.id;
END;
