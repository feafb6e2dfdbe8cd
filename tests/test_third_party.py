from django.apps import apps
from django.utils import translation


def test_sign_in_log_has_chinese_names():
    signs = apps.get_app_config("axes")

    with translation.override("zh-hans"):
        named = [str(signs.verbose_name), *(str(m._meta.verbose_name) for m in signs.get_models())]

    assert named == ["登录记录", "登录失败记录", "登录尝试", "登录尝试期限", "登录日志"]
